namespace Fulcrum.Isolation.Wire;

/// <summary>What a message between server and worker is.</summary>
internal enum FrameKind
{
    /// <summary>Load the model: threads, optimisation, spinning.</summary>
    Load = 1,

    /// <summary>A buffer for the next binding: element, shape; its memory beside it.</summary>
    Share,

    /// <summary>Bind the buffers shared since the last: number, then names of inputs and of outputs.</summary>
    Bind,

    /// <summary>Forget a binding and its buffers: number.</summary>
    Unbind,

    /// <summary>One more connection for runs, beside it.</summary>
    Open,

    /// <summary>Give a run up: connection, run. Not answered.</summary>
    Cancel,

    /// <summary>Memory for tensors of <see cref="Call"/>, beside it: length.</summary>
    Room,

    /// <summary>Run a binding: run, number.</summary>
    Run,

    /// <summary>Run on tensors in the room: run, tensors.</summary>
    Call,

    /// <summary>The worker has begun: what limits it has.</summary>
    Hello = 64,

    /// <summary>Done.</summary>
    Done,

    /// <summary>The model is loaded: inputs, outputs.</summary>
    Loaded,

    /// <summary>The runtime refuses: the reason.</summary>
    Refused,

    /// <summary>An output is no tensor: its name.</summary>
    NoTensor,

    /// <summary>The run was given up.</summary>
    Cancelled,

    /// <summary>The outputs need a larger room: bytes.</summary>
    Need,

    /// <summary>The outputs are in the room: tensors.</summary>
    Outputs,
}
