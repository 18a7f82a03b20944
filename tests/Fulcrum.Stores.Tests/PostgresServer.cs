using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: AssemblyFixture(typeof(Fulcrum.Stores.Tests.PostgresServer))]

namespace Fulcrum.Stores.Tests;

/// <summary>PostgreSQL from the system's packages, in a folder of its own, run by a user without rights, with a password; it ends with the tests.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Unprivileged = "nobody";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-postgres-").FullName;
    private readonly string? _programs = Programs();
    private readonly Lock _lock = new();
    private Process? _server;
    private bool _isMade;

    public int Port { get; } = FreePort();

    public string PasswordFile => Path.Combine(_folder, "password");

    /// <summary>The address of a database of its own, empty; the test is skipped where there is no PostgreSQL.</summary>
    public string Database(string name)
    {
        lock (_lock)
        {
            if (_programs is null)
                Assert.Skip("PostgreSQL is not installed (Debian: postgresql).");
            if (!_isMade)
                Make();
            if (_server is null)
                Start();
        }

        Run("psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "fulcrum", "-d", "postgres", "-q", "-c", $"create database {name}");
        return $"postgres://fulcrum@127.0.0.1:{Port}/{name}";
    }

    public void Start()
    {
        _server = Process.Start(As("postgres", "-D", Path.Combine(_folder, "data"), "-p", $"{Port}", "-k", "", "-h", "127.0.0.1", "-F", "-c", "logging_collector=off"))!;
        _ = _server.StandardError.ReadToEndAsync();
        _ = _server.StandardOutput.ReadToEndAsync();
        for (int i = 0; i < 200 && TryRun("psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "fulcrum", "-d", "postgres", "-q", "-c", "select 1") != 0; i++)
            Task.Delay(50).Wait();
    }

    /// <summary>Stops it at once, with all connections.</summary>
    public void Stop()
    {
        if (_server is null)
            return;
        // SIGQUIT: immediate shutdown, the children with it. The name is asked for: the process that was started may be runuser.
        TryRun("pg_ctl", "stop", "-m", "immediate", "-D", Path.Combine(_folder, "data"));
        _server.WaitForExit(10_000);
        _server.Dispose();
        _server = null;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Make()
    {
        File.WriteAllText(PasswordFile, "secret: with 'odd' characters\n");
        string data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        if (Environment.UserName == "root")
        {
            Exec("chown", Unprivileged, _folder, data, PasswordFile);
        }

        Run("initdb", "-D", data, "-U", "fulcrum", "-A", "scram-sha-256", "--pwfile", PasswordFile, "-E", "UTF8", "--no-locale", "--no-sync");
        _isMade = true;
    }

    private static string? Programs() => ((IEnumerable<string>)[.. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [], "/usr/local/bin", "/usr/bin"])
        .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));

    private ProcessStartInfo As(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs!, program);
        string[] all = Environment.UserName == "root" ? ["runuser", "-u", Unprivileged, "--", path, .. arguments] : [path, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        start.Environment["PGPASSWORD"] = File.ReadAllText(PasswordFile).TrimEnd('\n');
        return start;
    }

    private void Run(string program, params string[] arguments) => Assert.Equal(0, TryRun(program, arguments));

    private int TryRun(string program, params string[] arguments)
    {
        using Process process = Process.Start(As(program, arguments))!;
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void Exec(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
    }
}
