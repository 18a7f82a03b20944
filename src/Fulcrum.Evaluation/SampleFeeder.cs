using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation;

/// <summary>Turns samples into the input tensor that a model wants.</summary>
public sealed class SampleFeeder
{
    /// <summary>Values of a run's input: activations of larger runs would take gigabytes.</summary>
    private const int LargestRun = 1 << 19;

    private readonly DatasetSplit _split;
    private readonly ValueInfo _input;
    private readonly long[] _shape;

    /// <summary>Fits samples to a model.</summary>
    /// <param name="inputs">The model's inputs: exactly one, batch first.</param>
    /// <param name="split">The samples.</param>
    /// <param name="batchSize">The most samples per run, fewer where samples are large; a model with a fixed batch keeps its own.</param>
    /// <exception cref="InputException"><c>data-shape</c>, <c>data-type</c>, <c>data-empty</c>: the samples do not fit the model.</exception>
    public SampleFeeder(IReadOnlyList<ValueInfo> inputs, DatasetSplit split, int batchSize)
    {
        if (split.Count == 0)
            throw new InputException("data-empty", split.Name, "The split holds no samples.", "Use data that has some.");
        if (inputs is not [{ Tensor: { Shape: { Count: > 0 } shape } type } input])
            throw new InputException("data-shape", string.Join(", ", inputs.Select(i => i.Name)), "Data is fed to models of one tensor input, batch first.", "Declare its shape, or feed the model yourself.");
        (_split, _input) = (split, input);
        BatchSize = Math.Min((int)(shape[0].Size ?? Math.Min(batchSize, Math.Max(1, LargestRun / split.SampleLength))), split.Count);
        _shape = Fit(shape, split, input.Name);
        if (!Takes(type.Element, split.Format.Type))
            throw new InputException("data-type", input.Name, $"The input takes {type.Element}, the samples are {split.Format.Type}.", "Use data of the model's kind.");
        if (shape[0].Size > split.Count)
            throw new InputException("data-shape", input.Name, $"The model takes {shape[0].Size} samples at once, there are {split.Count}.", "Use more data.");
    }

    /// <summary>Samples per run.</summary>
    public int BatchSize { get; }

    /// <summary>The input's name.</summary>
    public string Name => _input.Name;

    /// <summary>The input's type.</summary>
    public ElementType Element => _input.Tensor!.Element;

    /// <summary>The shape of a run of so many samples.</summary>
    public long[] ShapeOf(int samples) => [samples, .. _shape];

    /// <summary>Runs of consecutive samples; where the model's batch is fixed, the last run goes back to fill it.</summary>
    public IEnumerable<(int Start, int Count)> Batches()
    {
        bool isFixed = _input.Tensor!.Shape![0].Size is not null;
        for (int start = 0; start < _split.Count; start += BatchSize)
        {
            int count = Math.Min(BatchSize, _split.Count - start);
            yield return isFixed && count < BatchSize ? (_split.Count - BatchSize, BatchSize) : (start, count);
        }
    }

    /// <summary>Consecutive samples as a tensor.</summary>
    public Tensor Read(int start, int count)
    {
        if (Element == ElementType.Float)
        {
            float[] values = new float[count * _split.SampleLength];
            _split.CopySamples(start, values);
            return Tensor.From<float>(Name, ShapeOf(count), values);
        }

        if (Element == ElementType.UInt8)
        {
            byte[] stored = new byte[count * _split.SampleLength];
            for (int i = 0; i < count; i++)
                _split.Stored(start + i).CopyTo(stored.AsSpan(i * _split.SampleLength));
            return Tensor.From<byte>(Name, ShapeOf(count), stored);
        }

        long[] ids = new long[count * _split.SampleLength];
        _split.CopyIds(start, ids);
        return Element == ElementType.Int64 ? Tensor.From<long>(Name, ShapeOf(count), ids) : Tensor.From<int>(Name, ShapeOf(count), Array.ConvertAll(ids, id => checked((int)id)));
    }

    /// <summary>Consecutive samples into a buffer of the input's type and <see cref="ShapeOf"/>'s shape.</summary>
    public void Fill(int start, int count, ITensorBuffer buffer) =>
        Read(start, count).Bytes.Span.CopyTo(buffer.Bytes);

    /// <summary>Reals take any values but token ids, whole numbers take token ids, bytes take pixels as they are stored.</summary>
    private static bool Takes(ElementType element, SampleType samples) => element switch
    {
        ElementType.Float => samples != SampleType.Int64,
        ElementType.Int64 or ElementType.Int32 => samples == SampleType.Int64,
        ElementType.UInt8 => samples == SampleType.UInt8,
        _ => false,
    };

    /// <summary>The sample's dimensions in the model: known sizes must multiply to the sample's length, one open one takes what is left.</summary>
    private static long[] Fit(IReadOnlyList<Dim> shape, DatasetSplit split, string input)
    {
        long known = shape.Skip(1).Aggregate(1L, (n, d) => n * (d.Size ?? 1));
        int open = shape.Skip(1).Count(d => d.Size is null);
        if (known == 0 || split.SampleLength % known != 0 || open > 1 || (open == 0 && known != split.SampleLength))
            throw new InputException("data-shape", input, $"The input has shape [{string.Join(",", shape)}], a sample has {split.SampleLength} values.", "Use data of the model's shape.");
        return [.. shape.Skip(1).Select(d => d.Size ?? split.SampleLength / known)];
    }
}
