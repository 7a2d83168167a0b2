using Fovea.Imaging.Decoding;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>Formats without a signature of their own are told by what else their headers have.</summary>
public sealed class UnsupportedFormatsTests
{
    [Theory]
    [InlineData("0000010001002020000001002000A810000016000000", "ICO")]
    [InlineData("0000020001002020000000000000A810000016000000", "CUR")]
    [InlineData("00000200020020200000000000003001000026000000", "CUR")]
    [InlineData("000001000100", "ICO")]
    public void Icons_and_cursors_are_told_by_their_entries(string header, string name) => Assert.Equal(name, Name(header));

    [Theory]
    [InlineData("0000020000002020000000000000A810000016000000")] // no picture
    [InlineData("0000020001002020000100000000A810000016000000")] // a reserved byte that is not zero
    [InlineData("0000020001002020000000000000A810000006000000")] // the picture would lie in the entries
    public void An_icon_whose_entry_cannot_be_is_none(string header) => Assert.Null(Name(header));

    [Theory]
    [InlineData("50370A57494454482032", "PAM")]
    [InlineData("50370A2320636F6D6D656E74", "PAM")]
    [InlineData("50370A31", null)]
    public void PAM_is_told_by_its_first_keyword(string header, string? name) => Assert.Equal(name, Name(header));

    private static string? Name(string hex) => UnsupportedFormats.Name(Convert.FromHexString(hex));
}
