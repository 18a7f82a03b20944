using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fulcrum.Server.Tests.Access;

/// <summary>An authority with a folder of PEM files: of itself, and of what it signs.</summary>
public sealed class Authority : IDisposable
{
    private readonly X509Certificate2 _own;

    public Authority(string name = "authority")
    {
        Folder = Directory.CreateTempSubdirectory("fulcrum-authority-").FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-60), DateTimeOffset.UtcNow.AddDays(365));
        File.WriteAllText(PathOf("ca.pem"), _own.ExportCertificatePem());
    }

    public string Folder { get; }

    public string Ca => PathOf("ca.pem");

    /// <summary>Signs a certificate; its files are NAME.pem and NAME.key.</summary>
    public X509Certificate2 Sign(string name, bool forClients, int days = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forClients ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1")], true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset end = DateTimeOffset.UtcNow.AddDays(days);
        X509Certificate2 signed = request.Create(_own, end.AddDays(-31), end, RandomNumberGenerator.GetBytes(12));
        File.WriteAllText(PathOf($"{name}.pem"), signed.ExportCertificatePem());
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return signed;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        _own.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
