using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Processes;
using Fulcrum.Isolation.Wire;
using Fulcrum.Problems;

namespace Fulcrum.Isolation;

/// <summary>What callers are told of workers.</summary>
internal static class Refusals
{
    /// <summary>The run's worker failed.</summary>
    public static InputException Failed(WorkerFailure failure) =>
        new("worker-failed", "model", "The process that runs the model failed; it is started again.", "Ask again.", new ModelAwayException(failure.Message, TimeSpan.FromSeconds(1)));

    /// <summary>There is nothing that could be shared with a worker.</summary>
    public static InputException NoMemory(IOException none) =>
        new("worker-failed", "model", "There is no memory for the request now.", "Ask again later.", new ModelAwayException(none.Message, TimeSpan.FromSeconds(1)));

    /// <summary>There is no worker for a while.</summary>
    public static InputException Away(TimeSpan left) =>
        new("worker-unavailable", "model", "The process that runs the model failed several times in a row; it is started again after a pause.", "Ask again later.", new ModelAwayException("The worker is not back yet.", left));

    /// <summary>The runtime refuses a run.</summary>
    public static InputException Of(WorkerRefusal refusal, string place) => refusal.Kind == FrameKind.NoTensor
        ? new InputException("output-no-tensor", refusal.Message, "The output is a sequence, map or optional, which cannot be taken out.", "Ask for other outputs.", refusal)
        : new InputException("run-failed", place, refusal.Message, "Give inputs of shapes and values that the model can take.", refusal);

    /// <summary>The model cannot be loaded.</summary>
    public static InputException NotRunnable(string place, Exception failure) =>
        new("model-not-runnable", place, failure.Message, failure is WorkerRefusal ? "ONNX Runtime refuses the model." : "The process that was to run it failed on it; the log says more.", failure);
}
