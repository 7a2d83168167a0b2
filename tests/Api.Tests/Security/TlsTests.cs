using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Security;

/// <summary>TLS by Kestrel's own configuration, in a process as a user starts it.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly X509Certificate2 _certificate = SelfSigned();

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_serves_over_tls_and_asks_itself_over_tls()
    {
        string certificate = Write("tls.crt", _certificate.ExportCertificatePem());
        string key = Write("tls.key", _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        (string, string)[] settings =
        [
            ("Kestrel__Endpoints__Main__Url", $"https://127.0.0.1:{ServerProcess.FreePort()}"),
            ("Kestrel__Endpoints__Main__Certificate__Path", certificate),
            ("Kestrel__Endpoints__Main__Certificate__KeyPath", key), ("Security__ApiKey", AccessControlTests.DataKey),
        ];
        using ServerProcess server = ServerProcess.Start("--Shutdown:Delay 0", settings);
        Uri address = await server.AddressAsync();
        Assert.Equal("https", address.Scheme);
        string? presented = null;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, found, _, _) => (presented = found!.GetCertHashString())
                == _certificate.GetCertHashString(),
            },
        };
        using var client = new HttpClient(handler)
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);

        await client.Post("/predict", HttpCalls.Image(Pictures.Red)).Problem(401, "unauthorized");
        client.DefaultRequestHeaders.Add("X-API-Key", AccessControlTests.DataKey);
        await client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(_certificate.GetCertHashString(), presented);
        (int exitCode, string output) = await ServerProcess.RunAsync("--healthcheck", settings);
        Assert.True(exitCode == 0, output);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
