namespace Fovea.Models.Pulling;

/// <summary>A file to fetch.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Sha256">What its SHA-256 must be, in lower-case hexadecimal; null where nobody knows.</param>
/// <param name="Bytes">What its size must be; null where nobody knows.</param>
public sealed record Download(Uri Address, string Name, string? Sha256, long? Bytes);

/// <summary>How far a download is.</summary>
/// <param name="Name">The file.</param>
/// <param name="Done">Bytes that are on disk.</param>
/// <param name="Total">Bytes of the whole file; null where the server does not say.</param>
/// <param name="Resumed">Bytes that were there from an earlier attempt.</param>
public readonly record struct DownloadProgress(string Name, long Done, long? Total, long Resumed);
