using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Data.Tests;

public sealed class TextDatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-text-").FullName;

    [Fact]
    public void Open_OneColumn_LooksTokensUpCutsAndFills()
    {
        Write("vocabulary.txt", "<pad>\n<unk>\na\nb\n");
        Write("train.tsv", "A  b x\t0\nb\t1\r\na b a b\t1");
        DatasetSplit train = Open(Text("[1]", "2")).Train;
        Assert.Equal([2, 3, 1, 3, 0, 0, 2, 3, 2], Ids(train));
        Assert.Equal([0, 1, 1], train.Labels.ToArray());
    }

    [Fact]
    public void Open_CaseKept_KnowsOnlyTheTokenAsWritten()
    {
        Write("vocabulary.txt", "<pad>\n<unk>\na\n");
        Write("train.tsv", "A a\t0");
        Assert.Equal([1, 2, 0], Ids(Open(Text("[1]", "2", """, "lower_case": false """)).Train));
    }

    [Fact]
    public void Open_TwoColumnsByName_SeparatesThemAndKeepsQuotes()
    {
        Write("vocabulary.txt", "<pad>\n<unk>\n<sep>\n\"a\nb\n");
        Write("train.tsv", "Label\tFirst\tSecond\n1\t\"a\tb\n0\tb\t\"a\"\n1\tb b b b\tb");
        DatasetSplit train = Open(Text("""["First", "Second"]""", "\"Label\"", """, "header": true, "separator": 2 """), "[5]").Train;
        Assert.Equal([3, 2, 4, 0, 0, 4, 2, 1, 0, 0, 4, 4, 4, 2, 4], Ids(train));
        Assert.Equal([1, 0, 1], train.Labels.ToArray());
    }

    [Theory]
    [InlineData(5, "a b c d e", "a b c d e", "a b | a b")]
    [InlineData(5, "a", "a b c d e", "a | a b c")]
    [InlineData(5, "a b c d e", "a", "a b c | a")]
    [InlineData(5, "a b", "a b c", "a b | a b")]
    [InlineData(6, "a b c d e", "a b c d e", "a b c | a b")]
    [InlineData(6, "a b", "a b c d", "a b | a b c")]
    public void Open_LongPair_TheLongerLosesItsEnd(int length, string first, string second, string kept)
    {
        Write("vocabulary.txt", "<pad>\n<unk>\n|\na\nb\nc\nd\ne\n");
        Write("train.tsv", $"{first}\t{second}\t0");
        string[] tokens = ["", "", "|", "a", "b", "c", "d", "e"];
        Assert.Equal(kept, string.Join(' ', Ids(Open(Text("[1, 2]", "3", """, "separator": 2 """), $"[{length}]").Train).Select(i => tokens[i])));
    }

    [Fact]
    public void Open_VocabularyFromTrain_TakesTheMostFrequentAroundReservedIds()
    {
        Write("train.tsv", "c c c a b b\t0\nb a z\t1\nd d d d d\t1\n");
        string text = """ "text": { "columns": [1], "label": 2, "vocabulary": { "from": "train", "size": 5 }, "unknown": 2 }, """;
        // Three each of b and c, two of a; the line of d belongs to another split.
        DatasetSplit train = Open(text, "[6]", """{ "format": "tsv", "samples": "train.tsv", "count": 2 }""").Train;
        Assert.Equal([3, 3, 3, 4, 1, 1, 1, 4, 2, 0, 0, 0], Ids(train));
    }

    [Theory]
    [InlineData("tsv-column", "line 1, column 3", "ok\t1", "[1]", "3")]
    [InlineData("tsv-column", "line 2, column 2", "ok\t1\nalone\n", "[1]", "2")]
    [InlineData("tsv-column", "line 2, column 3", "ok\t1\nok\t1\tmore\n", "[1]", "2")]
    [InlineData("tsv-column", "line 2, column 2", "ok\t1\n\nok\t1\n", "[1]", "2")]
    [InlineData("dataset-label", "line 1, column 2", "ok\tpositive", "[1]", "2")]
    [InlineData("dataset-label", "line 2, column 2", "ok\t1\nok\t7", "[1]", "2")]
    [InlineData("dataset-label", "line 1, column 2", "ok\t-1", "[1]", "2")]
    [InlineData("dataset-label", "line 1, column 2", "ok\t99999999999", "[1]", "2")]
    [InlineData("tsv-encoding", "line 2, column 1", "ok\t1\no\0k\t1", "[1]", "2")]
    [InlineData("tsv-empty", "line 1, column 1", " \t1", "[1]", "2")]
    [InlineData("dataset-description", "$.train", "", "[1]", "2")]
    public void Open_WrongLine_NamesLineAndColumn(string code, string place, string lines, string columns, string label)
    {
        Write("vocabulary.txt", "<pad>\n<unk>\nok\n");
        Write("train.tsv", lines);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Open(Text(columns, label))).Problems);
        Assert.Equal(code, problem.Code);
        Assert.EndsWith(place, problem.Place);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Open_BytesThatAreNoUtf8_NamesLineAndColumn()
    {
        Write("vocabulary.txt", "<pad>\n<unk>\nok\n");
        File.WriteAllBytes(Path.Combine(_folder, "train.tsv"), [.. "ok\t1\nok\t"u8, 0xC3, 0x28, (byte)'\n']);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Open(Text("[1]", "2"))).Problems);
        Assert.Equal("tsv-encoding", problem.Code);
        Assert.EndsWith("line 2, column 2", problem.Place);
    }

    [Fact]
    public void Open_FileOfAnotherKind_GivesOneExceptionWithTheFirstFewProblems()
    {
        Write("vocabulary.txt", "<pad>\n<unk>\nok\n");
        Write("train.tsv", string.Concat(Enumerable.Repeat("ok\tno label\n", 1000)));
        Assert.Equal(10, Assert.Throws<InputException>(() => Open(Text("[1]", "2"))).Problems.Count);
    }

    [Theory]
    [InlineData("$.text.columns[0]", """["Sentence"]""", "2", "")]
    [InlineData("$.text.columns[0]", "[0]", "2", "")]
    [InlineData("$.text.columns", "[]", "2", "")]
    [InlineData("$.text.separator", "[1, 2]", "3", "")]
    [InlineData("$.text", "[1]", "2", """, "pad": 1 """)]
    [InlineData("$.text", "[1]", "2", """, "unknown": 3 """)]
    [InlineData("$.text", "[1]", "2", """, "lowercase": true """)]
    [InlineData("$.text.vocabulary", "[1]", "2", """, "vocabulary": { "from": "test", "size": 3 } """)]
    public void Open_WrongDescriptionOfText_SaysWhere(string place, string columns, string label, string more)
    {
        Write("vocabulary.txt", "<pad>\n<unk>\nok\n");
        Write("train.tsv", "ok\t1");
        Problem problem = Assert.Throws<InputException>(() => Open(Text(columns, label, more))).Problems[0];
        Assert.Equal("dataset-description", problem.Code);
        Assert.Contains(place, problem.Place);
    }

    [Fact]
    public void Open_TokenTwiceInTheVocabulary_NamesBothLines()
    {
        Write("vocabulary.txt", "<pad>\n<unk>\nok\nmore\nok\n");
        Write("train.tsv", "ok\t1");
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Open(Text("[1]", "2"))).Problems);
        Assert.Equal("vocabulary", problem.Code);
        Assert.EndsWith("line 5", problem.Place);
        Assert.Contains("line 3", problem.Message);
    }

    [Theory]
    [InlineData("dev", 872)]
    [InlineData("test", 1821)]
    public void Sst2_TextsAndReadyIds_AreTheSameToTheByte(string name, int count)
    {
        Dataset data = Sample("sst2", "FULCRUM_SST2");
        DatasetSplit split = name == "dev" ? data.Calibration : data.Test;
        string folder = Environment.GetEnvironmentVariable("FULCRUM_SST2")!;
        byte[] expected = File.ReadAllBytes(Path.Combine(folder, $"sst2_{name}_ids_i64_{count}x48.bin"));
        Assert.Equal(expected, Enumerable.Range(0, split.Count).SelectMany(i => split.Stored(i).ToArray()));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, $"sst2_{name}_labels_u8.bin")).Select(l => (int)l), split.Labels.ToArray());
        Assert.Equal(6920, data.Train.Count);
    }

    [Fact]
    public void Mrpc_VocabularyFromTrain_IsTheSameEveryTimeAndCoversMostOfTheTest()
    {
        Dataset data = Sample("mrpc", "FULCRUM_MRPC");
        Assert.Equal((3576, 500, 1725), (data.Train.Count, data.Calibration.Count, data.Test.Count));
        Assert.Equal(data.Test.Sha256(), Sample("mrpc", "FULCRUM_MRPC").Test.Sha256());
        int[] ids = Ids(data.Test);
        Assert.InRange(ids.Count(i => i == 1) / (double)ids.Count(i => i != 0), 0.05, 0.25);
        Assert.All(Enumerable.Range(0, data.Test.Count), i => Assert.Equal(1, ids.AsSpan(i * 64, 64).Count(2)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dataset Sample(string name, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is null)
            Assert.Skip($"{variable} names no folder.");
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root!, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        return DatasetStore.Open(Path.Combine(root!, "samples", "data", $"{name}.json"));
    }

    private static int[] Ids(DatasetSplit split)
    {
        long[] ids = new long[split.Count * split.SampleLength];
        split.CopyIds(0, ids);
        return Array.ConvertAll(ids, i => (int)i);
    }

    private static string Text(string columns, string label, string more = "") =>
        $$""" "text": { "columns": {{columns}}, "label": {{label}}{{(more.Contains("vocabulary", StringComparison.Ordinal) ? "" : ", \"vocabulary\": \"vocabulary.txt\"")}}{{more}} }, """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text, new UTF8Encoding(false));

    /// <summary>Opens train.tsv as training split, with other splits from ready ids that share nothing with it.</summary>
    private Dataset Open(string text, string shape = "[3]", string train = """{ "format": "tsv", "samples": "train.tsv" }""")
    {
        int length = int.Parse(shape.AsSpan(1, shape.Length - 2));
        File.WriteAllBytes(Path.Combine(_folder, "other.bin"), [.. Enumerable.Range(0, 2).SelectMany(i => Enumerable.Repeat(BitConverter.GetBytes(900L + i), length)).SelectMany(b => b)]);
        File.WriteAllBytes(Path.Combine(_folder, "other.labels"), [0, 1]);
        string path = Path.Combine(_folder, "data.json");
        File.WriteAllText(path, $$"""
            { "name": "made", "classes": 2, "shape": {{shape}}, "values": { "type": "int64" }, {{text}} "train": {{train}},
              "calibration": { "format": "raw", "samples": "other.bin", "labels": "other.labels", "count": 1 },
              "test": { "format": "raw", "samples": "other.bin", "labels": "other.labels", "first": 1 } }
            """);
        return DatasetStore.Open(path);
    }
}
