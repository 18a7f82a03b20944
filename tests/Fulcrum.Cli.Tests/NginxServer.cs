using System.Diagnostics;
using System.Net.Sockets;
using Fulcrum.Stores.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>nginx from the system's packages with deploy/nginx/fulcrum.conf, on loopback, in a folder of its own.</summary>
internal sealed class NginxServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-nginx-").FullName;
    private readonly Process _server;

    private NginxServer(string program, IEnumerable<int> replicas)
    {
        // The workers are no longer root.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        File.Copy(Path.Combine(TestData.Root, "deploy", "nginx", "fulcrum.conf"), Path.Combine(_folder, "fulcrum.conf"));
        File.WriteAllText(Path.Combine(_folder, "replicas.conf"), $"upstream fulcrum {{ zone fulcrum 64k; {string.Concat(replicas.Select(p => $"server 127.0.0.1:{p} max_fails=2 fail_timeout=2s; "))}keepalive 32; }}\n");
        File.WriteAllText(Path.Combine(_folder, "listen.conf"), $"listen 127.0.0.1:{Url.Port};\n");
        string temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(n => $" {n}_temp_path {_folder}/{n};"));
        File.AppendAllText(Path.Combine(_folder, "replicas.conf"), temporary);
        _server = Process.Start(new ProcessStartInfo(program, ["-p", _folder, "-c", Path.Combine(_folder, "fulcrum.conf"), "-e", Path.Combine(_folder, "error.log"), "-g", $"daemon off; pid {_folder}/pid;"]) { RedirectStandardError = true })!;
        for (int i = 0; i < 200 && !Listens(); i++)
            Task.Delay(25).Wait();
    }

    public Uri Url { get; } = new($"http://127.0.0.1:{PostgresServer.FreePort()}");

    /// <summary>What it says went wrong.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder, "error.log"));

    /// <summary>In front of replicas; the test is skipped where there is no nginx.</summary>
    public static NginxServer Start(IEnumerable<int> replicas)
    {
        string? program = ((string[])["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"]).FirstOrDefault(File.Exists);
        if (program is null)
            Assert.Skip("nginx is not installed (Debian: nginx-light).");
        return new NginxServer(program, replicas);
    }

    public void Dispose()
    {
        using (Process stop = Process.Start("kill", ["-TERM", $"{_server.Id}"]))
            stop.WaitForExit();
        _server.WaitForExit(10_000);
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Listens()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
