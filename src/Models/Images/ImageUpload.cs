namespace Fovea.Models.Images;

/// <summary>The bytes of one image file as a caller sent them.</summary>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Bytes">The file, valid for the length of the request.</param>
public sealed record ImageUpload(string? Name, ReadOnlyMemory<byte> Bytes);
