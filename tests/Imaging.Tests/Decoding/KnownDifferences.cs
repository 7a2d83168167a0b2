namespace Fovea.Imaging.Tests.Decoding;

/// <summary>The files that Fovea decodes otherwise than Pillow, with the reasons.</summary>
internal static class KnownDifferences
{
    public const string Sixteen = "16-bit grayscale: Pillow clips values above 255, Fovea keeps the high byte";
    public const string Checksum = "a wrong checksum inside the pixel data: Pillow lets it pass, Fovea refuses it";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["awkward/pngsuite/xcsn0g01.png"] = Checksum,
        ["awkward/pngsuite/basi0g16.png"] = Sixteen,
        ["awkward/pngsuite/basn0g16.png"] = Sixteen,
        ["awkward/pngsuite/g03n0g16.png"] = Sixteen,
        ["awkward/pngsuite/g04n0g16.png"] = Sixteen,
        ["awkward/pngsuite/g05n0g16.png"] = Sixteen,
        ["awkward/pngsuite/g07n0g16.png"] = Sixteen,
        ["awkward/pngsuite/g10n0g16.png"] = Sixteen,
        ["awkward/pngsuite/g25n0g16.png"] = Sixteen,
        ["awkward/pngsuite/oi1n0g16.png"] = Sixteen,
        ["awkward/pngsuite/oi2n0g16.png"] = Sixteen,
        ["awkward/pngsuite/oi4n0g16.png"] = Sixteen,
        ["awkward/pngsuite/oi9n0g16.png"] = Sixteen,
        ["awkward/pngsuite/tbwn0g16.png"] = Sixteen,
    };
}
