using System.Text.Json;
using Fulcrum.Data.Text;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>Splits of tab-separated text as token ids.</summary>
internal sealed class TextSplits
{
    private readonly string _path;
    private readonly DatasetDescription _description;
    private readonly TextDescription _text;
    private readonly DescribedFiles _files;
    private readonly TsvColumns _columns;
    private readonly Lazy<TextCoder> _coder;

    /// <exception cref="InputException"><c>dataset-description</c> when the description lacks <c>text</c>, or it does not fit.</exception>
    public TextSplits(string path, DatasetDescription description, DescribedFiles files, int length)
    {
        (_path, _description, _files) = (path, description, files);
        _text = description.Text ?? throw DescribedDataset.Wrong(path, "$.text", "A split of format tsv needs to know columns and vocabulary.");
        if (description.Values?.Type != SampleType.Int64)
            throw DescribedDataset.Wrong(path, "$.values.type", "Text becomes token ids.", "Write \"values\": { \"type\": \"int64\" }.");
        _columns = _text.ToColumns(path);
        _coder = new Lazy<TextCoder>(() => new TextCoder(ReadVocabulary(), _text.Ids, _text.LowerCase ?? true, length));
    }

    /// <summary>The ids and labels of a split's file, all lines.</summary>
    public (ReadOnlyMemory<byte> Samples, int[] Labels) Read(SplitDescription split)
    {
        IReadOnlyList<TsvRow> rows = Rows(split);
        return (_coder.Value.Encode(rows), [.. rows.Select(r => r.Label)]);
    }

    private IReadOnlyList<TsvRow> Rows(SplitDescription split) => TsvFile.Read(_files.Resolve(split.Samples!), _files.Load(split.Samples!).Span, _columns, _description.Classes);

    private Vocabulary ReadVocabulary()
    {
        Vocabulary vocabulary = _text.Vocabulary.ValueKind == JsonValueKind.String
            ? Vocabulary.Parse(_files.Resolve(_text.Vocabulary.GetString()!), _files.Load(_text.Vocabulary.GetString()!).Span)
            : Build();
        return _text.Ids.All.All(id => id < vocabulary.Size)
            ? vocabulary
            : throw DescribedDataset.Wrong(_path, "$.text", $"The ids {string.Join(", ", _text.Ids.All)} of pad, unknown and separator must be below the vocabulary's size, {vocabulary.Size}.");
    }

    /// <summary>Counts the training split's own lines only, also where another split is in the same file.</summary>
    private Vocabulary Build()
    {
        VocabularyDescription wanted = Wanted();
        if (wanted.From != "train" || wanted.Size < 1 || _description.Train.Format != "tsv")
            throw DescribedDataset.Wrong(_path, "$.text.vocabulary", "A vocabulary is made from the training split, which is of format tsv, and has a size.", "Write { \"from\": \"train\", \"size\": 8000 }.");
        IEnumerable<TsvRow> rows = Rows(_description.Train).Skip(_description.Train.First ?? 0).Take(_description.Train.Count ?? int.MaxValue);
        return Vocabulary.Build(rows.SelectMany(r => r.Texts).SelectMany(t => TextCoder.Tokens(t, _text.LowerCase ?? true)), wanted.Size, _text.Ids.All);
    }

    private VocabularyDescription Wanted()
    {
        try
        {
            return _text.Vocabulary.Deserialize(DescriptionJson.Default.VocabularyDescription)!;
        }
        catch (JsonException failure)
        {
            throw DescribedDataset.Wrong(_path, "$.text.vocabulary", $"It is neither a file's name nor of the form {{ \"from\": \"train\", \"size\": N }}: {failure.Message}");
        }
    }
}
