using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fovea.Api.Tests.Support;

/// <summary>Certificates made for one test.</summary>
internal static class Certificates
{
    /// <summary>Writes a certificate for the loopback interface, with its key, as PKCS #12; returns its path and its thumbprint.</summary>
    public static (string Path, string Thumbprint) Write(string folder, string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string path = Path.Combine(folder, "server.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return (path, certificate.Thumbprint);
    }
}
