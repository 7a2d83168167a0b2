using System.Globalization;

namespace Fovea.Models.Preprocessing;

/// <summary>One arithmetic operation of a normalisation.</summary>
public enum NormalizationOperation
{
    /// <summary>x * value.</summary>
    Multiply,

    /// <summary>x / value.</summary>
    Divide,

    /// <summary>x - value.</summary>
    Subtract,

    /// <summary>x + value.</summary>
    Add,
}

/// <summary>
/// One step of a normalisation: the operation, one value for all channels or one per channel (in the network's channel order), and
/// the precision. In single precision, both operands are rounded to float32 and the operation is done in float32. In double precision, the
/// operation is done in float64, and its result stays float64 until the next step in single precision, or the end, rounds it.
/// </summary>
public sealed record NormalizationStep(NormalizationOperation Operation, IReadOnlyList<double> Values, bool DoublePrecision = false)
{
    /// <summary>The step with one value for all channels.</summary>
    public NormalizationStep(NormalizationOperation operation, double value) : this(operation, [value])
    {
    }

    /// <summary>Applies the step to a channel's value.</summary>
    public double Apply(double x, int channel)
    {
        double value = Values.Count == 1 ? Values[0] : Values[channel];
        // A float64 operation on two float32 values, rounded to float32, gives the float32 operation's bits: 53 >= 2 * 24 + 2.
        return DoublePrecision ? Calculate(x, value) : (float)Calculate((float)x, (float)value);
    }

    /// <summary>The step as text: <c>divide 127.5</c>.</summary>
    public override string ToString()
    {
        string values = string.Join(' ', Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        string operation = Operation.ToString();
        return $"{char.ToLowerInvariant(operation[0])}{operation[1..]} {values}{(DoublePrecision ? " (float64)" : "")}";
    }

    private double Calculate(double x, double value) => Operation switch
    {
        NormalizationOperation.Multiply => x * value,
        NormalizationOperation.Divide => x / value,
        NormalizationOperation.Subtract => x - value,
        _ => x + value,
    };
}

/// <summary>The arithmetic from a pixel value 0..255 to the value in the tensor: steps in order. No steps: 0..255 as they are.</summary>
public sealed record Normalization(IReadOnlyList<NormalizationStep> Steps)
{
    /// <summary>Pixel values as they are, 0..255.</summary>
    public static Normalization None { get; } = new([]);

    /// <summary>The mean of ImageNet's training images per channel, for pixel values 0..1 (as torchvision's models use it).</summary>
    public static double[] ImageNetMean { get; } = [0.485, 0.456, 0.406];

    /// <summary>The standard deviation that goes with <see cref="ImageNetMean"/>.</summary>
    public static double[] ImageNetStd { get; } = [0.229, 0.224, 0.225];

    /// <summary>torchvision's normalisation with ImageNet's mean and standard deviation.</summary>
    public static Normalization ImageNet { get; } = TorchVision(ImageNetMean, ImageNetStd);

    /// <summary>torchvision's <c>ToTensor</c> and <c>Normalize</c>: x/255, minus mean, divided by std, in float32.</summary>
    public static Normalization TorchVision(IReadOnlyList<double> mean, IReadOnlyList<double> std) => new(
    [
        new(NormalizationOperation.Divide, 255),
        new(NormalizationOperation.Subtract, mean),
        new(NormalizationOperation.Divide, std),
    ]);

    /// <summary>The value that a pixel value becomes in a channel.</summary>
    /// <param name="pixel">0 to 255; with fractions where more than 8 bits are kept.</param>
    /// <param name="channel">The channel, in the network's order.</param>
    public float Apply(float pixel, int channel)
    {
        double x = pixel;
        for (int i = 0; i < Steps.Count; i++)
            x = Steps[i].Apply(x, channel);
        return (float)x;
    }

    /// <summary>The steps joined by commas, or <c>none</c>.</summary>
    public override string ToString() => Steps.Count == 0 ? "none" : string.Join(", ", Steps);

    /// <inheritdoc/>
    public bool Equals(Normalization? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
