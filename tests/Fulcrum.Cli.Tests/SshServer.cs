using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Cli.Tests;

/// <summary>A real sshd on loopback with a host key, a client key and a configuration of its own: what stands for other machines, with a program, a cache and a temporary folder there.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-sshd-").FullName;
    private readonly Process _server;

    private SshServer(string sshd)
    {
        int port = FreePort();
        foreach (string key in (string[])["host", "key", "stranger"])
            Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", In(key));
        File.Copy(In("key.pub"), In("authorized"));
        File.WriteAllText(In("known"), $"[127.0.0.1]:{port} {File.ReadAllText(In("host.pub"))}");
        foreach (string made in (string[])["cache", "tmp"])
            Directory.CreateDirectory(In(made));
        File.WriteAllText(In("sshd_config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {In("host")}
            AuthorizedKeysFile {In("authorized")}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 100
            SetEnv XDG_CACHE_HOME={In("cache")} TMPDIR={In("tmp")}

            """);
        File.WriteAllText(In("config"), $"""
            Host *
              HostName 127.0.0.1
              Port {port}
              IdentityFile {In("key")}
              IdentitiesOnly yes
              UserKnownHostsFile {In("known")}
              StrictHostKeyChecking yes
              KexAlgorithms curve25519-sha256

            """);
        File.WriteAllText(In("config-stranger"), File.ReadAllText(In("config")).Replace(In("key"), In("stranger"), StringComparison.Ordinal));
        File.WriteAllText(In("config-other-host"), File.ReadAllText(In("config")).Replace(In("known"), In("nothing-known"), StringComparison.Ordinal));
        Client = Script("ssh", $"exec ssh -F '{In("config")}' \"$@\"");
        string root = Environment.GetEnvironmentVariable("DOTNET_ROOT") is string dotnet ? $"export DOTNET_ROOT='{dotnet}'\n" : "";
        Program = Script("a program's \"path\"", $"{root}export PATH='{Environment.GetEnvironmentVariable("PATH")}'\nexec {string.Join(' ', FulcrumProcess.Command.Prefix.Prepend(FulcrumProcess.Command.FileName).Select(w => $"'{w}'"))} \"$@\"");
        // Root's sshd wants this folder of the system, which a container that never started one lacks.
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");
        _server = Process.Start(new ProcessStartInfo(sshd, ["-D", "-e", "-f", In("sshd_config")]) { RedirectStandardError = true })!;
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        for (int i = 0; i < 250 && !Listens(port); i++)
            Thread.Sleep(20);
    }

    /// <summary>The ssh client, which knows the server.</summary>
    public string Client { get; }

    /// <summary>Fulcrum there, at a path that a shell would take apart.</summary>
    public string Program { get; }

    /// <summary>Starts one; the test is skipped where there is none.</summary>
    public static SshServer Start()
    {
        string? sshd = ((string[])["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"]).FirstOrDefault(File.Exists);
        if (sshd is null)
            Assert.Skip("sshd is not installed (Debian: openssh-server).");
        return new SshServer(sshd!);
    }

    /// <summary>The client with another configuration: <c>stranger</c> has a key that is not let in, <c>other-host</c> does not know the server's.</summary>
    public string ClientOf(string config) => Script($"ssh-{config}", $"exec ssh -F '{In($"config-{config}")}' \"$@\"");

    /// <summary>A program there.</summary>
    public string Script(string name, string text)
    {
        File.WriteAllText(In(name), $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(In(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return In(name);
    }

    /// <summary>Processes there and clients here that run because of it, but for the server.</summary>
    public IEnumerable<(int Id, string[] Said)> Processes() => Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out int id) && id != _server.Id)
        .Select(p => (int.Parse(Path.GetFileName(p)), Said(p))).Where(p => p.Item2.Any(w => w.Contains(_folder, StringComparison.Ordinal))).ToArray();

    /// <summary>Programs there, by verb.</summary>
    public IEnumerable<int> Running(string verb) => Processes().Where(p => Path.GetFileName(p.Said[0]) is "dotnet" or "fulcrum" && p.Said.Contains(verb)).Select(p => p.Id);

    /// <summary>What is left some seconds later: processes, folders of runs.</summary>
    public async Task<string[]> LeftAsync()
    {
        for (int i = 0; i < 200 && Left().Length > 0; i++)
            await Task.Delay(50);
        return Left();
    }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.WaitForExit();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Left() => [.. Processes().Select(p => string.Join(' ', p.Said)), .. Directory.EnumerateFileSystemEntries(In("tmp")), .. Directory.EnumerateDirectories(In("cache"), "new-*", SearchOption.AllDirectories)];

    private string In(string name) => Path.Combine(_folder, name);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string[] Said(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
        }
        catch (IOException)
        {
            return [""];
        }
    }
}
