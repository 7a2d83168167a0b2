namespace Fovea.Api.Http;

/// <summary>A file of arrays as it was sent.</summary>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Bytes">The file, valid until the request ends.</param>
internal sealed record ArrayUpload(string? Name, ReadOnlyMemory<byte> Bytes);
