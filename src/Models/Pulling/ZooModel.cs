namespace Fovea.Models.Pulling;

/// <summary>The classes of a network of the catalogue.</summary>
public enum ZooLabels
{
    /// <summary>The 1000 classes of ImageNet, in the order of <see cref="ZooCatalogue.LabelsPath"/>.</summary>
    ImageNet,

    /// <summary>The digits 0 to 9.</summary>
    Digits,
}

/// <summary>A network of the catalogue.</summary>
/// <param name="Name">The name to pull it by, and to serve it under.</param>
/// <param name="Description">What it is.</param>
/// <param name="Path">Its path, relative to the base address.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Sha256">The SHA-256 of the file, in lower-case hexadecimal.</param>
/// <param name="Labels">What its classes are.</param>
/// <param name="FoveaJson">The text of its <c>fovea.json</c>: the pre-processing that it was trained with.</param>
public sealed record ZooModel(string Name, string Description, string Path, long Bytes, string Sha256, ZooLabels Labels, string FoveaJson);
