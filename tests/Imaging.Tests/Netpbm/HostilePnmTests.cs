using System.Text;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Tests.Decoding;

namespace Fovea.Imaging.Tests.Netpbm;

/// <summary>PBM, PGM and PPM files that ask for more than they have, or say what cannot be.</summary>
public sealed class HostilePnmTests
{
    [Theory]
    [InlineData("P5 99999 99999 255\n", ImageError.TooLarge, "99999x99999 pixels")]
    [InlineData("P5 9999999999 1 255\n", ImageError.TooLarge, "2147483647x1 pixels")]
    [InlineData("P5 0 1 255\n", ImageError.Corrupt, "both sides must be at least 1")]
    [InlineData("P5 99999999999 1 255\n", ImageError.Corrupt, "a number of at most 10 digits is expected")]
    [InlineData("P5 2 -2 255\n", ImageError.Corrupt, "a number of at most 10 digits is expected before byte 6")]
    [InlineData("P5 2 2 0\n", ImageError.Corrupt, "its largest value is 0; it must be 1 to 65535")]
    [InlineData("P6 2 2 65536\n", ImageError.Corrupt, "its largest value is 65536")]
    [InlineData("P5 2 2", ImageError.Corrupt, "the file ends within the header")]
    [InlineData("P5 2\n# 2 255 without an end", ImageError.Corrupt, "the file ends within the header")]
    [InlineData("P5 2 2 255\nabc", ImageError.Corrupt, "is truncated")]
    [InlineData("P5 2 2 256\nabcdefg", ImageError.Corrupt, "is truncated")]
    [InlineData("P4 9 2\nabc", ImageError.Corrupt, "is truncated")]
    [InlineData("P2 2 2 255\n1 2 3", ImageError.Corrupt, "is truncated")]
    [InlineData("P3 1 1 255\n1 2", ImageError.Corrupt, "is truncated")]
    [InlineData("P1 2 2\n101", ImageError.Corrupt, "is truncated")]
    [InlineData("P1 2 2\n1012", ImageError.Corrupt, "0 or 1 is expected before byte 11")]
    [InlineData("P2 2 2 15\n1 2 3 16", ImageError.Corrupt, "the value 16 is beyond the largest one, 15")]
    [InlineData("P2 2 2 15\n1 2 3 x", ImageError.Corrupt, "a number of at most 10 digits is expected")]
    [InlineData("P7\nWIDTH 2\n", ImageError.UnsupportedFormat, "The bytes are PAM, which is not read")]
    public void What_cannot_be_is_refused(string text, ImageError code, string message) =>
        Refusal.Check(Encoding.ASCII.GetBytes(text), code, message);
}
