using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Api.Security;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Security;

/// <summary>Where keys come from.</summary>
public sealed class KeyTests : IDisposable
{
    private const string First = "first-key-0123456789", Second = "second-key-0123456789", Third = "third-key-0123456789";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData($"{First}")]
    [InlineData($"{First}\n")]
    [InlineData($"{First}\r\n\n{Second}\n")]
    public void A_file_holds_a_key_per_line(string text)
    {
        File.WriteAllText(_file, text);
        ApiKeys keys = Read(new SecurityOptions { ApiKeyFile = _file, ApiKey = Third });

        Assert.Equal(
            [KeyKind.Data, text.Contains(
                Second, StringComparison.Ordinal) ? KeyKind.Data : KeyKind.Unknown, KeyKind.Data, KeyKind.Unknown, KeyKind.Unknown],
            new[] { First, Second, Third, $"{First}\n", "" }.Select(key => keys.Find(KeySet.Hash(key))));
        Assert.Equal((true, false), (keys.GuardData, keys.HasAdmin));
    }

    [Fact]
    public void Keys_are_exchanged_while_the_server_runs()
    {
        File.WriteAllText(_file, First);
        ApiKeys keys = Read(new SecurityOptions { AdminKeyFile = _file });
        Assert.Equal(KeyKind.Admin, keys.Find(KeySet.Hash(First)));

        File.WriteAllText(_file, Second);
        keys.Reload();
        Assert.Equal((KeyKind.Unknown, KeyKind.Admin), (keys.Find(KeySet.Hash(First)), keys.Find(KeySet.Hash(Second))));

        File.WriteAllText(_file, "");
        Assert.Throws<InvalidConfigurationException>(keys.Reload);
        Assert.Equal(KeyKind.Admin, keys.Find(KeySet.Hash(Second)));
    }

    [Fact]
    public void A_file_of_keys_is_a_regular_one_of_bounded_length()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        SpecialFiles.Fifo(_file);
        Assert.Contains(
            $"'Security:AdminKeyFile' is '{_file}', which cannot be read: '{Path.GetFileName(_file)}' is a FIFO",
            Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { AdminKeyFile = _file })).Message,
            StringComparison.Ordinal);
        File.Delete(_file);
        File.CreateSymbolicLink(_file, SpecialFiles.Endless);
        Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { ApiKeyFile = _file }));
        File.Delete(_file);
        using (FileStream file = File.Create(_file))
            file.SetLength((1 << 20) + 1);
        Assert.Contains(
            "has more than 1048576 bytes",
            Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { ApiKeyFile = _file })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short-key-12345", "15")]
    [InlineData("a key with spaces in it", "printable")]
    [InlineData("ein-schlüssel-mit-umlaut", "printable")]
    public void A_malformed_key_is_refused_without_being_shown(string key, string reason)
    {
        File.WriteAllText(_file, $"{First}\n{key}\n");

        var ofSetting = Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { AdminKey = key }));
        var ofFile = Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { ApiKeyFile = _file }));

        Assert.Contains("'Security:AdminKey'", ofSetting.Message, StringComparison.Ordinal);
        Assert.Contains($"Line 2 of '{_file}'", ofFile.Message, StringComparison.Ordinal);
        Assert.All([ofSetting, ofFile], error =>
        {
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_file_that_cannot_be_read_or_is_empty_is_named()
    {
        Assert.Contains(
            "holds no key", Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { ApiKeyFile = _file })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "/no/such/file",
            Assert.Throws<InvalidConfigurationException>(() => Read(new SecurityOptions { AdminKeyFile = "/no/such/file" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_do_not_print_keys() =>
        Assert.DoesNotContain(
            First, new ServerOptions { Security = new SecurityOptions { ApiKey = First, AdminKey = First } }.ToString(),
            StringComparison.Ordinal);

    private static ApiKeys Read(SecurityOptions options) => new(new ServerOptions { Security = options });
}
