using System.Formats.Tar;
using Fulcrum.Lab.Hosts;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Tests.Hosts;

public sealed class SentFilesTests
{
    [Fact]
    public void Write_SomeFiles_AreOnceInTheTarByTheirHash()
    {
        var files = new SentFiles([("b", Of("two")), ("a b", Of("one")), ("c", Of("one"))]);
        string[] lines = files.List.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a b", "b", "c"], lines.Select(l => l[65..]));
        Assert.Equal(files.Sha256, new SentFiles([("c", Of("one")), ("a b", Of("one")), ("b", Of("two"))]).Sha256);
        HashSet<string> missing = [lines[0][..64]];
        Assert.Equal(3, files.BytesOf(missing));
        using var stream = new MemoryStream();
        files.Write(stream, missing);
        stream.Position = 0;
        using var tar = new TarReader(stream);
        List<string> names = [];
        while (tar.GetNextEntry() is TarEntry entry)
            names.Add(entry.Name);
        Assert.Equal(["files", lines[0][..64]], names);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("a\nb")]
    [InlineData(" a")]
    [InlineData("")]
    public void New_NamesThatLeaveTheFolder_AreRefused(string name) => Assert.Equal("tier-files", Assert.Throws<InputException>(() => new SentFiles([(name, Of("x"))])).Problems[0].Code);

    [Fact]
    public void New_FileThatIsGone_IsRefused() => Assert.Equal("tier-files", Assert.Throws<InputException>(() => new SentFiles([("x", () => throw new FileNotFoundException("gone"))])).Problems[0].Code);

    private static Func<Stream> Of(string text) => () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
}
