namespace Fovea.Fuzz.Running;

/// <summary>One thing that reads untrusted bytes.</summary>
/// <param name="Name">Its name on the command line and in <c>docs/safety.md</c>.</param>
/// <param name="Run">Reads the bytes. Whether it returns or refuses them does not matter; anything else is a finding.</param>
/// <param name="IsRefusal">Whether an exception is one that the product names for bad input.</param>
/// <param name="Seeds">Inputs to begin with, in the same order each time.</param>
/// <param name="Words">What fuzzing puts into inputs: tags, names, signatures.</param>
internal sealed record FuzzTarget(
    string Name, Action<byte[]> Run, Func<Exception, bool> IsRefusal, Func<IReadOnlyList<byte[]>> Seeds,
    Func<IReadOnlyList<byte[]>> Words)
{
    /// <summary>The most bytes that one input may allocate on the managed heap, besides <see cref="BytesPerByte"/>.</summary>
    public long MostBytes { get; init; } = 4 << 20;

    /// <summary>How many bytes more each byte of an input may allocate.</summary>
    public int BytesPerByte { get; init; } = 256;

    /// <summary>The most time that one input may take.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromSeconds(5);
}
