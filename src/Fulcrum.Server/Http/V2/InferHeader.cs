using Fulcrum.Problems;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Http.V2;

/// <summary>A request's JSON, taken apart: used again for the next one, so that nothing is allocated.</summary>
internal sealed class InferHeader
{
    private const int MostProblems = 32;
    private readonly List<Problem> _problems = [];
    private bool[] _wanted = [];
    private byte[] _id = new byte[64];
    private int _idLength;

    /// <summary>By number of the model's input.</summary>
    public InputPart[] Inputs { get; private set; } = [];

    /// <summary>Numbers of the inputs in the order of the request.</summary>
    public List<int> Order { get; } = [];

    /// <summary>The outputs asked for; all of the model's when none are named.</summary>
    public List<OutputPart> Outputs { get; } = [];

    /// <summary>All dimensions, one input's after the other's.</summary>
    public List<long> Dimensions { get; } = [];

    /// <summary>Whether outputs are binary that do not say otherwise.</summary>
    public bool BinaryOutput { get; set; }

    /// <summary>Microseconds that the request may take; 0 sets no limit.</summary>
    public long Timeout { get; set; }

    /// <summary>The request's own name; null when it has none.</summary>
    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    public bool HasId { get; private set; }

    public void Reset(ModelSignature signature)
    {
        if (Inputs.Length != signature.Inputs.Length)
            Inputs = new InputPart[signature.Inputs.Length];
        if (_wanted.Length != signature.Outputs.Length)
            _wanted = new bool[signature.Outputs.Length];
        Array.Clear(Inputs);
        Array.Clear(_wanted);
        Order.Clear();
        Outputs.Clear();
        Dimensions.Clear();
        _problems.Clear();
        (BinaryOutput, Timeout, HasId, _idLength) = (false, 0, false, 0);
    }

    /// <summary>Bytes that are to follow the JSON.</summary>
    public long BinaryBytes
    {
        get
        {
            long bytes = 0;
            foreach (InputPart part in Inputs)
                bytes += Math.Max(part.BinarySize, 0);
            return bytes;
        }
    }

    public ReadOnlySpan<long> Shape(int input) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Dimensions).Slice(Inputs[input].ShapeAt, Inputs[input].Rank);

    /// <summary>Room for a name of so many bytes.</summary>
    public Span<byte> SetId(int length)
    {
        if (_id.Length < length)
            _id = new byte[length];
        (HasId, _idLength) = (true, length);
        return _id;
    }

    /// <summary>Cuts the name to what was written of it.</summary>
    public void TrimId(int length) => _idLength = length;

    /// <summary>Marks an output as wanted; false when it was before.</summary>
    public bool Want(int output) => !_wanted[output] && (_wanted[output] = true);

    /// <summary>Notes a problem; the first so many are told.</summary>
    public void Problem(string place, string message)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new Problem("request-invalid", place, message));
    }

    /// <exception cref="InputException"><c>request-invalid</c>, every problem found.</exception>
    public void Require()
    {
        if (_problems.Count > 0)
            throw new InputException([.. _problems]);
    }
}
