using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fulcrum.Graphs.Execution;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>Everything one request needs on one tier: tensors in the runtime's memory, and the bytes of the messages in and out. One request at a time; nothing is allocated for a request.</summary>
public sealed class StageSlot : IDisposable
{
    private readonly Stage _stage;
    private readonly Dictionary<string, ITensorBuffer> _buffers = [];
    private readonly IModelRunner _runner;
    private readonly IBoundRun[] _runs;
    private readonly HashSet<string> _decoded;
    private readonly int[] _passed, _forwarded;
    private readonly Range[] _in, _back;
    private readonly byte[] _incoming, _outgoing, _answer, _reply;
    private string _left = "";

    internal StageSlot(Stage stage, IModelRunner runner)
    {
        (_stage, _runner) = (stage, runner);
        bool isFirst = stage.Index == 0;
        HashSet<string> made = [.. stage.Parts.SelectMany(p => p.Makes).Select(m => m.Name)];
        _passed = [.. stage.Outgoing.Select(o => isFirst || made.Contains(o.Name) ? -1 : Position(stage.Incoming, o))];
        _decoded = [.. stage.Parts.SelectMany(p => p.Reads).Select(r => r.Name), .. stage.Outgoing.Where((_, i) => _passed[i] < 0).Select(o => o.Name)];
        ManifestOutput[] own = [.. stage.Answers.Where(o => o.Tier == stage.Name)], later = [.. stage.Answers.Where(o => o.Tier != stage.Name)];
        _forwarded = [.. stage.Answers.Select(o => Array.IndexOf(later, o))];
        foreach (ManifestValue value in (IEnumerable<ManifestValue>)[.. stage.Incoming.Where(t => isFirst || _decoded.Contains(t.Name)), .. stage.Outgoing.Where((_, i) => _passed[i] < 0), .. stage.Tier.Values, .. Exits(stage), .. own])
        {
            if (!_buffers.ContainsKey(value.Name))
                _buffers[value.Name] = runner.Allocate(StageElements.Of(value.Element), [.. value.Shape.Select(d => (long)d)]);
        }

        _runs = stage.Options.SessionPerRequest ? [] : [.. stage.Parts.Select(p => StagePart.Bind(p.Model, _buffers))];
        (_in, _back) = (new Range[stage.Incoming.Count], new Range[later.Length]);
        _incoming = new byte[isFirst ? 0 : PlanFrame.MaximumLength(stage.Incoming)];
        _outgoing = new byte[stage.IsLast ? 0 : PlanFrame.MaximumLength(stage.Outgoing)];
        _answer = new byte[stage.IsLast ? 0 : PlanFrame.PlainLength(later)];
        _reply = new byte[PlanFrame.PlainLength(stage.Answers)];
    }

    /// <summary>Room for the message that comes in.</summary>
    public Memory<byte> Incoming => _incoming;

    /// <summary>Room for the next tier's answer, of exactly its length.</summary>
    public Memory<byte> Answer => _answer;

    /// <summary>An input of the model, on the first tier.</summary>
    public ITensorBuffer Input(string name) => _buffers[name];

    /// <summary>Takes the message in <see cref="Incoming"/>: what the segment reads is decoded, what is only handed on stays coded.</summary>
    /// <param name="length">Its bytes.</param>
    /// <exception cref="Problems.InputException">The message is not what the link says, or of another plan.</exception>
    public void Decode(int length)
    {
        for (int i = 0; i < _stage.Options.Slowdown; i++)
            DecodeOnce(length);
    }

    private void DecodeOnce(int length)
    {
        PlanFrame.Read(_incoming.AsSpan(0, length), _stage.Folder.Tag, _in);
        for (int i = 0; i < _in.Length; i++)
        {
            ManifestTensor tensor = _stage.Incoming[i];
            if (_decoded.Contains(tensor.Name))
                PlanTensorCodec.Decode(tensor, _incoming.AsSpan(_in[i]), _buffers[tensor.Name].Bytes);
        }
    }

    /// <summary>Which exit answered the last run, counted from 1; 0 when none did, and what follows has to.</summary>
    public int Exit { get; private set; }

    /// <summary>Runs the segments, up to the first exit that is sure enough.</summary>
    /// <exception cref="Problems.InputException"><c>run-failed</c> when they cannot take the values.</exception>
    public void Run()
    {
        Exit = 0;
        for (int p = 0, exits = 0; p < _stage.Parts.Count && Exit == 0; p++)
        {
            for (int i = 0; i < _stage.Options.Slowdown; i++)
                Run(p);
            if (_stage.Parts[p].Segment.Exit is not { } exit)
                continue;
            exits++;
            if (Confidence.Of(MemoryMarshal.Cast<byte, float>(_buffers[exit.Output].Bytes), exit.Confidence) >= exit.Threshold)
                (Exit, _left) = (exits, exit.Output);
        }
    }

    /// <summary>Whether the tier has an exit, which every run that goes on has reached.</summary>
    public bool HasExit => _stage.Parts.Any(p => p.Segment.Exit is not null);

    /// <summary>Takes the last exit that was reached as the answer, however sure it is.</summary>
    /// <returns>Whether there is one.</returns>
    public bool LeaveEarly()
    {
        ManifestExit[] exits = [.. _stage.Parts.Select(p => p.Segment.Exit).OfType<ManifestExit>()];
        if (exits.Length > 0)
            (Exit, _left) = (exits.Length, exits[^1].Output);
        return exits.Length > 0;
    }

    private void Run(int part)
    {
        if (_runs.Length > 0)
        {
            _runs[part].Run();
            return;
        }

        using ILoadedModel model = _stage.Parts[part].Again();
        using IBoundRun run = StagePart.Bind(model, _buffers);
        run.Run();
    }

    /// <summary>Codes the message for the next tier; good until the next request.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        for (int i = 1; i < _stage.Options.Slowdown; i++)
            EncodeOnce();
        return EncodeOnce();
    }

    private ReadOnlyMemory<byte> EncodeOnce()
    {
        int position = PlanFrame.HeaderBytes;
        for (int i = 0; i < _passed.Length; i++)
        {
            ManifestTensor tensor = _stage.Outgoing[i];
            Span<byte> room = _outgoing.AsSpan(position + PlanFrame.LengthBytes);
            int length = _passed[i] >= 0 ? Copy(_incoming.AsSpan(_in[_passed[i]]), room) : PlanTensorCodec.Encode(tensor, _buffers[tensor.Name].Bytes, room);
            BinaryPrimitives.WriteInt32LittleEndian(_outgoing.AsSpan(position), length);
            position += PlanFrame.LengthBytes + length;
        }

        PlanFrame.Seal(_outgoing.AsSpan(0, position), _stage.Folder.Tag);
        return _outgoing.AsMemory(0, position);
    }

    /// <summary>Takes the next tier's answer, which is in <see cref="Answer"/>.</summary>
    /// <exception cref="HopException">It is not what the plan says.</exception>
    public void TakeAnswer()
    {
        try
        {
            PlanFrame.Read(_answer, _stage.Folder.Tag, _back);
        }
        catch (Problems.InputException foreign)
        {
            throw new HopException($"the next tier's answer is not understood ({foreign.Message})", foreign);
        }

        for (int i = 0; i < _forwarded.Length; i++)
        {
            if (_forwarded[i] >= 0 && _answer.AsSpan(_back[_forwarded[i]]).Length != _stage.Answers[i].Bytes)
                throw new HopException($"the next tier's answer holds another number of bytes for {_stage.Answers[i].Name}");
        }
    }

    /// <summary>The bytes of an output, by its position in the stage's answers.</summary>
    public ReadOnlySpan<byte> Output(int position) =>
        Exit > 0 ? _buffers[_left].Bytes : _forwarded[position] < 0 ? _buffers[_stage.Answers[position].Name].Bytes : _answer.AsSpan(_back[_forwarded[position]]);

    /// <summary>The answer for the tier before: all outputs as they are; good until the next request.</summary>
    public ReadOnlyMemory<byte> Reply()
    {
        int position = PlanFrame.HeaderBytes;
        for (int i = 0; i < _stage.Answers.Count; i++)
        {
            ReadOnlySpan<byte> output = Output(i);
            BinaryPrimitives.WriteInt32LittleEndian(_reply.AsSpan(position), output.Length);
            output.CopyTo(_reply.AsSpan(position + PlanFrame.LengthBytes));
            position += PlanFrame.LengthBytes + output.Length;
        }

        PlanFrame.Seal(_reply, _stage.Folder.Tag);
        return _reply;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IBoundRun run in _runs)
            run.Dispose();
        foreach (ITensorBuffer buffer in _buffers.Values)
            buffer.Dispose();
    }

    /// <summary>The logits of the exits: like the only output, under their own names.</summary>
    private static IEnumerable<ManifestValue> Exits(Stage stage) => stage.Parts.Select(p => p.Segment.Exit).OfType<ManifestExit>().Select(e => stage.Answers[0] with { Name = e.Output });

    /// <summary>Where an outgoing tensor came in with the same coding; -1 when it must be coded anew.</summary>
    private static int Position(IReadOnlyList<ManifestTensor> incoming, ManifestTensor tensor)
    {
        for (int i = 0; i < incoming.Count; i++)
        {
            if (incoming[i].Name == tensor.Name && incoming[i].Coding.IsSame(tensor.Coding))
                return i;
        }

        return -1;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
