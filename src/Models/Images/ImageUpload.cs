namespace Fovea.Models.Images;

/// <summary>An image file as it was sent.</summary>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Bytes">The file, valid until the request ends.</param>
public sealed record ImageUpload(string? Name, ReadOnlyMemory<byte> Bytes);
