using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Microsoft.Extensions.Configuration;

namespace Fovea.Api.Tests.Options;

public sealed class ServerOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        ServerOptions options = Read();

        Assert.Equal(
            (true, 32L << 20, TimeSpan.FromMinutes(10)), (options.Models.Bundled, options.Limits.MaxBodyBytes, options.ImageStore.Ttl));
    }

    [Theory]
    [InlineData("ImageStore:MaxBytes", "-1")]
    [InlineData("ImageStore:Ttl", "2.00:00:00")]
    [InlineData("Images:Formats", "JPEG;HEIC")]
    [InlineData("Images:Formats", ";")]
    [InlineData("Images:MaxDecodingTime", "0")]
    [InlineData("Images:MaxDecodingTime", "61m")]
    [InlineData("Limits:MaxBodyBytes", "2147483648")]
    [InlineData("Limits:MaxFiles", "0")]
    [InlineData("Limits:MaxImagePixels", "0")]
    [InlineData("Limits:MaxImageSide", "70000")]
    [InlineData("Batching:Parallelism", "-1")]
    [InlineData("Batching:MaxSize", "0")]
    [InlineData("Batching:MaxDelay", "00:01:00")]
    [InlineData("Batching:MaxQueue", "-1")]
    [InlineData("Batching:Timeout", "00:00:00")]
    [InlineData("Batching:Weights:mobilenet", "0")]
    [InlineData("FeatureMaps:MaxPixels", "0")]
    [InlineData("Explanations:MaxRuns", "0")]
    [InlineData("Inference:Threads", "-1")]
    [InlineData("Inference:InstructionSet", "Vector2048")]
    [InlineData("Inference:Processor", "zen99")]
    [InlineData("Inference:MaxActivationBytes", "0")]
    [InlineData("Inference:PooledArenaBytes", "-1")]
    [InlineData("Inference:PlanBytes", "0")]
    [InlineData("Shutdown:Delay", "-00:00:01")]
    [InlineData("Shutdown:Timeout", "02:00:00")]
    [InlineData("Models:Bundled", "perhaps")]
    [InlineData("Limits:MaxConnections", "-1")]
    [InlineData("Limits:MaxHeaderBytes", "100")]
    [InlineData("Limits:HeadersTimeout", "00:00:00")]
    [InlineData("RateLimit:RequestsPerSecond", "-1")]
    [InlineData("RateLimit:RequestsPerSecond", "0.0001")]
    [InlineData("RateLimit:RequestsPerSecond", "NaN")]
    [InlineData("RateLimit:Burst", "-1")]
    [InlineData("Cors:Origins", "https://app.example.org/page")]
    [InlineData("Cors:Origins", "app.example.org")]
    [InlineData("Cors:Origins", "https://a.example.org;file:///etc")]
    [InlineData("Proxy:Trusted", "proxy.example.org")]
    [InlineData("Proxy:Trusted", "10.0.0.0/33")]
    [InlineData("Proxy:PathBase", "fovea")]
    [InlineData("Proxy:PathBase", "/")]
    [InlineData("Proxy:PathBase", "/fovea/")]
    [InlineData("Proxy:PathBase", "//elsewhere.example.org")]
    [InlineData("Proxy:PathBase", "/a/../b")]
    [InlineData("Proxy:PathBase", "/with space")]
    [InlineData("Security:OpenMetrics", "perhaps")]
    [InlineData("Shutdown:Timeout", "00:10")]
    [InlineData("Models:MaxBytes", "1e3MB")]
    public void A_setting_out_of_range_is_named(string setting, string value) =>
        Assert.Contains(
            setting, Assert.Throws<InvalidConfigurationException>(() => Read((setting, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Limits:MaxFiles", "0", "The setting 'Limits:MaxFiles' is '0'; expected 1 to 1024.")]
    [InlineData("Limits:MaxBodyBytes", "9000000000", "The setting 'Limits:MaxBodyBytes' is '9000000000'; expected 1 to 1073741824 bytes.")]
    [InlineData(
        "Limits:MaxBodyBytes", "9999999999GiB", "The setting 'Limits:MaxBodyBytes' is '9999999999GiB'; expected 1 to 1073741824 bytes.")]
    [InlineData("Batching:MaxDelay", "00:01:00", "The setting 'Batching:MaxDelay' is '00:01:00'; expected a time up to 10 seconds.")]
    [InlineData("Batching:Weights:vgg", "0", "The setting 'Batching:Weights:vgg' is '0'; expected 0.001 to 1000.")]
    [InlineData(
        "ImageStore:MaxBytes", "-1",
        "The setting 'ImageStore:MaxBytes' is '-1'; expected a number of bytes, or 0 to switch the store off.")]
    [InlineData(
        "RateLimit:RequestsPerSecond", "-1",
        "The setting 'RateLimit:RequestsPerSecond' is '-1'; expected 0 (no limit), or 0.001 to 1000000.")]
    [InlineData(
        "Pull:BaseAddress", "file:///models", "The setting 'Pull:BaseAddress' is 'file:///models'; expected an address of http or https.")]
    [InlineData("Grpc:Port", "0", "The setting 'Grpc:Port' is '0'; expected 1 to 65535.")]
    [InlineData(
        "Cors:Origins", "a;b",
        "The setting 'Cors:Origins' is 'a;b'; expected origins such as https://app.example.org, separated by ';', or *; 'a' is not one.")]
    public void The_message_says_what_was_found_and_what_is_expected(string setting, string value, string expected) =>
        Assert.Equal(
            expected, Assert.Throws<InvalidConfigurationException>(() => Read((setting, value))).Message.Split(Environment.NewLine)[0]);

    [Theory]
    [InlineData("Models:Bundled", "perhaps", "'perhaps'")]
    [InlineData("Batching:Timeout", "soon", "'soon'")]
    [InlineData("Limits:MaxFiles", "many", "'many'")]
    public void A_value_of_another_type_is_named_with_its_setting(string setting, string value, string found)
    {
        string message = Assert.Throws<InvalidConfigurationException>(() => Read((setting, value))).Message;

        Assert.Contains($"'{setting}'", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cors:Origins:0", "https://app.example.org")]
    [InlineData("Limits:MaxFiles:x", "1")]
    [InlineData("Batching:Weights", "2")]
    [InlineData("Batching:Weights:vgg:x", "2")]
    [InlineData("Security", "a-key")]
    public void A_value_in_the_wrong_place_is_named(string setting, string value) =>
        Assert.Contains(
            $"There is no setting '{setting}'", Assert.Throws<InvalidConfigurationException>(() => Read((setting, value))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("RateLimit:RequestsPerSecond", "0")]
    [InlineData("Limits:MaxBodyBytes", "1073741824")]
    [InlineData("Models:MaxBytes", "9223372036854775807")]
    [InlineData("ImageStore:Ttl", "1.00:00:00")]
    [InlineData("Images:MaxDecodingTime", "1ms")]
    [InlineData("Images:MaxDecodingTime", "1h")]
    [InlineData("Batching:Timeout", "00:00:00.001")]
    [InlineData("Inference:InstructionSet", "vector256")]
    [InlineData("Inference:Processor", "Zen4")]
    public void The_ends_of_a_range_are_taken(string setting, string value) => Assert.NotNull(Read((setting, value)));

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => Read(("Limits:MaxFiles", "0"), ("Inference:Threads", "-1")));

        Assert.Equal(2, error.Message.Split(Environment.NewLine).Length);
    }

    [Theory]
    [InlineData("Models")]
    [InlineData("ImageStore")]
    [InlineData("Limits")]
    [InlineData("Batching")]
    [InlineData("Telemetry")]
    [InlineData("FeatureMaps")]
    [InlineData("Explanations")]
    [InlineData("Inference")]
    [InlineData("Shutdown")]
    [InlineData("Security")]
    [InlineData("RateLimit")]
    [InlineData("Cors")]
    [InlineData("Proxy")]
    public void A_setting_that_does_not_exist_is_named(string section) =>
        Assert.Contains(
            "Nonsense", Assert.Throws<InvalidConfigurationException>(() => Read(($"{section}:Nonsense", "1"))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(64L << 30, 1L << 30, 8L << 20, 8L << 30, 256L << 20)]
    [InlineData(384L << 20, 48L << 20, 6L << 20, 192L << 20, 48L << 20)]
    public void Memory_is_shared_out_by_what_there_is(long available, long arenas, long images, long activations, long plans)
    {
        MemoryDefaults defaults = MemoryDefaults.For(available);

        Assert.Equal(
            (arenas, images, activations, plans),
            (defaults.PooledArenaBytes, defaults.ImageStoreBytes, defaults.MaxActivationBytes, defaults.PlanBytes));
    }

    [Fact]
    public void A_configured_amount_wins_over_the_share_and_its_neighbours_keep_theirs()
    {
        ServerOptions configured = Read(("ImageStore:MaxBytes", "5"), ("Inference:PooledArenaBytes", "7"));
        ServerOptions other = Read(("ImageStore:Ttl", "00:00:05"));

        Assert.Equal(
            (5, 7, MemoryDefaults.Here.MaxActivationBytes),
            (configured.ImageStore.MaxBytes, configured.Inference.PooledArenaBytes, configured.Inference.MaxActivationBytes));
        Assert.Equal((MemoryDefaults.Here.ImageStoreBytes, TimeSpan.FromSeconds(5)), (other.ImageStore.MaxBytes, other.ImageStore.Ttl));
    }

    [Fact]
    public void Weights_are_given_by_model()
    {
        ServerOptions options = Read(("Batching:Weights:mobilenet", "2.5"), ("Batching:MaxDelay", "00:00:00.002"));
        Assert.Equal((2.5, TimeSpan.FromMilliseconds(2)), (options.Batching.Weights["mobilenet"], options.Batching.MaxDelay));
    }

    private static ServerOptions Read(params (string Key, string Value)[] settings) => ServerOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
