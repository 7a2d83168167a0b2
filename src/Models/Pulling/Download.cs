namespace Fovea.Models.Pulling;

/// <summary>A file to download.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Name">Its name in messages.</param>
/// <param name="Sha256">Its expected SHA-256 in lower-case hexadecimal; null if it is not known.</param>
/// <param name="Bytes">Its expected size in bytes; null if it is not known.</param>
public sealed record Download(Uri Address, string Name, string? Sha256, long? Bytes);

/// <summary>The progress of a download.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Done">The bytes that are on disk.</param>
/// <param name="Total">The bytes of the whole file; null where the server does not say.</param>
/// <param name="Resumed">The bytes that were on disk from an earlier attempt.</param>
public readonly record struct DownloadProgress(string Name, long Done, long? Total, long Resumed);
