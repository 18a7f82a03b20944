using System.Diagnostics;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Tests.Processes;

/// <summary>What a shell reads back of quoted words.</summary>
public sealed class PosixShellTests
{
    private const string Signs = "ab /-_.~'\"\\$`!#&|;<>(){}[]*?=%\n\t\rä€😀";

    /// <summary>As sshd does: words joined by spaces, read by a shell.</summary>
    private static readonly FulcrumCommand Printer = new("printf", ["%s\\0"]) { Way = ["/bin/sh", "-c", "exec /bin/sh -c \"$*\"", "ssh"] };

    [Fact]
    public async Task Start_AnyWords_ArriveAsTheyWere()
    {
        var random = new Random(20);
        string[] words = ["", "-rf", "$(touch x)", "`id`", "a'b", "'", "''", "\\", "a\\'b", "~root", "*", "x;y", "A=1", "\n", .. Enumerable.Range(0, 300).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Signs.EnumerateRunes().ElementAt(random.Next(Signs.EnumerateRunes().Count())).ToString())))];
        using Process process = Printer.Start(words);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(words, output.Split('\0')[..^1]);
    }

    [Theory]
    [InlineData("/opt/fulcrum-1.0/bin", "/opt/fulcrum-1.0/bin")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    public void Quote_Words_AreReadable(string word, string quoted) => Assert.Equal(quoted, PosixShell.Quote(word));

    [Fact]
    public void Quote_Zero_IsRefused() => Assert.Throws<ArgumentException>(() => PosixShell.Quote("a\0b"));
}
