namespace Fovea.Models.Explanations;

/// <summary>What is put in place of a picture, or of a part of it.</summary>
public enum Baseline
{
    /// <summary>A black picture, pre-processed.</summary>
    Black,

    /// <summary>A white picture, pre-processed.</summary>
    White,

    /// <summary>Zeros in the network's input: the mean colour, where the pre-processing subtracts it.</summary>
    Zero,
}

/// <summary>What a method of explanation can be told. A method reads those that it names in its parameters.</summary>
public sealed record ExplanationSettings
{
    /// <summary>The largest <see cref="Noise"/>.</summary>
    public const double MaxNoise = 10;

    /// <summary>How many noisy pictures are averaged; at least 1.</summary>
    public int Samples { get; init; } = 25;

    /// <summary>The points of the path from the baseline to the picture; at least 1.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>The rows and columns of the part that is covered; null for a sixth of the shorter side.</summary>
    public int? Window { get; init; }

    /// <summary>The rows or columns from one covered part to the next; null for half of the window.</summary>
    public int? Stride { get; init; }

    /// <summary>
    /// The standard deviation of the noise, as a part of the range of the values of the network's input; from 0 to <see cref="MaxNoise"/>.
    /// </summary>
    public double Noise { get; init; } = 0.15;

    /// <summary>What is put in place of the picture, or of a part of it; null for what the method's authors chose.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>What the noise follows from: the same seed gives the same noise.</summary>
    public int Seed { get; init; }
}
