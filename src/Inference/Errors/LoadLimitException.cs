namespace Fovea.Inference;

/// <summary>What a model may take while it is loaded or compiled.</summary>
public enum LoadLimit
{
    /// <summary>Messages, texts and nodes: <see cref="LoadLimits.MaxObjects"/>.</summary>
    Objects,

    /// <summary>Working memory: <see cref="LoadLimits.MaxBytes"/>.</summary>
    Bytes,

    /// <summary>Computing constants: <see cref="LoadLimits.MaxFoldingCost"/>.</summary>
    FoldingCost,

    /// <summary>Time: <see cref="LoadLimits.MaxTime"/>.</summary>
    Time,
}

/// <summary>
/// Loading the model would take more than is allowed. Thrown before the memory is allocated or the work is done; the message says what was
/// found and what is allowed.
/// </summary>
/// <param name="limit">The limit.</param>
/// <param name="message">What was found and what is allowed.</param>
public sealed class LoadLimitException(LoadLimit limit, string message) : InvalidModelException(message)
{
    /// <summary>The limit that the model exceeds.</summary>
    public LoadLimit Limit { get; } = limit;
}
