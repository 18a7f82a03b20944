using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Cli.Tests;

/// <summary>What deploy/ holds fits the program: options exist, configurations are read, systemd is told.</summary>
public sealed partial class DeployTests(TestData data)
{
    private static readonly string Deploy = Path.Combine(TestData.Root, "deploy");

    [Fact]
    public async Task Values_Config_IsOneThatServeReads()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Deploy, "helm", "fulcrum", "values.yaml"));
        IEnumerable<string> config = lines.SkipWhile(l => l != "config:").Skip(1).TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l[2..]);
        string path = Path.Combine(Directory.CreateTempSubdirectory("fulcrum-values-").FullName, "serve.yaml");
        File.WriteAllLines(path, config);
        (int code, _, string error) = await FulcrumProcess.RunAsync("serve", "--config", path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Equal(2, code);
        Assert.DoesNotContain("[config-", error, StringComparison.Ordinal);
        Assert.Contains("/models", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_Values_AreAllThere()
    {
        string folder = Path.Combine(Deploy, "helm", "fulcrum"), values = File.ReadAllText(Path.Combine(folder, "values.yaml"));
        string[] used = [.. Directory.GetFiles(Path.Combine(folder, "templates")).SelectMany(f => Value().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct()];
        Assert.True(used.Length > 5);
        Assert.All(used, name => Assert.Matches(new Regex($"^{name}:", RegexOptions.Multiline), values));
        Assert.All(Regex.Matches(values, "^([a-zA-Z]+):", RegexOptions.Multiline).Select(m => m.Groups[1].Value), name => Assert.Contains(name, used));
    }

    [Theory]
    [InlineData("systemd/fulcrum.service")]
    [InlineData("kserve/servingruntime.yaml")]
    [InlineData("helm/fulcrum/templates/deployment.yaml")]
    public async Task Options_OfServe_Exist(string file)
    {
        string help = (await FulcrumProcess.RunAsync("serve", "--help")).Out;
        string[] options = [.. Option().Matches(File.ReadAllText(Path.Combine(Deploy, file))).Select(m => m.Value)];
        Assert.NotEmpty(options);
        Assert.All(options, o => Assert.Contains(o, help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_UnderSystemd_SaysReadyWhenItListensAndStoppingWhenAsked()
    {
        string path = Path.Combine(Path.GetTempPath(), $"fulcrum-notify-{Guid.NewGuid():N}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        ProcessStartInfo start = FulcrumProcess.StartInfo("serve", "--repository", data.Repository, "--urls", "http://127.0.0.1:0");
        start.Environment["NOTIFY_SOCKET"] = path;
        using Process server = Process.Start(start)!;
        try
        {
            byte[] message = new byte[256];
            async Task<string> Said() => Encoding.UTF8.GetString(message, 0, await socket.ReceiveAsync(message, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.Equal("READY=1", await Said());
            Assert.StartsWith("listening on", await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            using Process kill = Process.Start("kill", ["-15", $"{server.Id}"]);
            Assert.Equal("STOPPING=1", await Said());
            await server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            server.Kill();
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"\.Values\.([a-zA-Z]+)")]
    private static partial Regex Value();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex Option();
}
