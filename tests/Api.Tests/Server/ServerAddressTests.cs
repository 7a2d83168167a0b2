using Fovea.Api.Server;
using Microsoft.Extensions.Configuration;

namespace Fovea.Api.Tests.Server;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("", "", false, "http://localhost:8080/")]
    [InlineData("urls", "http://127.0.0.1:5000;https://127.0.0.1:5001", true, "http://127.0.0.1:5000/")]
    [InlineData("urls", "http://*:5000", true, "http://localhost:5000/")]
    [InlineData("urls", "http://+:5000", true, "http://localhost:5000/")]
    [InlineData("urls", "http://0.0.0.0:5000/base", true, "http://localhost:5000/base")]
    [InlineData("urls", "http://[::]:5000", true, "http://localhost:5000/")]
    [InlineData("http_ports", "8080;9090", true, "http://localhost:8080/")]
    [InlineData("https_ports", "8443", true, "https://localhost:8443/")]
    [InlineData("Kestrel:Endpoints:Main:Url", "http://0.0.0.0:7000", true, "http://localhost:7000/")]
    public void An_address_is_the_default_only_when_none_is_given(string setting, string value, bool configured, string toSelf)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(setting.Length == 0 ? [] : [new KeyValuePair<string, string?>(setting, value)])
            .Build();

        Assert.Equal(configured, ServerAddress.IsConfigured(configuration));
        Assert.Equal(toSelf, ServerAddress.ToSelf(configuration).ToString());
    }
}
