namespace Fovea.Imaging.Rasters;

/// <summary>A file gives no pixels. Whoever knows what is said to callers makes an error of it.</summary>
/// <param name="fault">The kind of fault.</param>
/// <param name="reason">What was found and what was expected, as a part of a sentence.</param>
internal sealed class FormatFaultException(FormatFault fault, string reason) : Exception(reason)
{
    /// <summary>The kind of fault.</summary>
    public FormatFault Fault { get; } = fault;

    /// <summary>The header makes no sense.</summary>
    public static FormatFaultException Header(string reason) => new(FormatFault.Header, reason);

    /// <summary>The file ends before its last pixel.</summary>
    public static FormatFaultException Truncated() => new(FormatFault.Truncated, "its data ends before its last pixel");

    /// <summary>The data cannot be decoded.</summary>
    public static FormatFaultException Damaged(string reason) => new(FormatFault.Damaged, reason);

    /// <summary>The file is of a kind that is not read.</summary>
    /// <param name="kind">What it is: <c>a TIFF with ...</c>.</param>
    /// <param name="remedy">What to do: <c>save it ...</c>.</param>
    public static FormatFaultException Unsupported(string kind, string remedy) =>
        new(FormatFault.Unsupported, $"{kind}, which is not read; {remedy}");
}
