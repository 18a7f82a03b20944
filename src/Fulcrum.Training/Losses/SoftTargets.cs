using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Soft targets (Hinton et al. 2015): T² KL(softmax(teacher / T) ‖ softmax(student / T)), mean over the batch; both outputs [batch, classes] of one forward model.
/// Gradient with respect to the student's logits: T (softmax(student / T) - softmax(teacher / T)) / batch. The teacher gets none.
/// </summary>
/// <param name="Student">Position of the student's output.</param>
/// <param name="Teacher">Position of the teacher's output.</param>
public sealed record SoftTargets(int Student, int Teacher) : Loss
{
    /// <summary>T: the higher, the softer. Default 4.</summary>
    public double Temperature { get; init; } = 4;

    internal override bool NeedsLabels => false;

    internal override LossTerms Emit(LossScope scope)
    {
        (LossInput student, LossInput teacher) = (scope.Outputs[Student], scope.Outputs[Teacher]);
        if (student.Shape.Count != 2 || !student.Shape.SequenceEqual(teacher.Shape))
            throw new InputException("student-output", student.Name, $"The student gives [{string.Join(",", student.Shape)}], the teacher [{string.Join(",", teacher.Shape)}].", "Use a student with one logit for each of the teacher's classes.");
        long batch = student.Shape[0];
        string wrong = Log(scope, student), right = Log(scope, teacher), probability = scope.Emit("Exp", [right], "teacher");
        string apart = scope.Emit("Mul", [probability, scope.Emit("Sub", [right, wrong], "apart")], "divergence");
        string loss = scope.Times(scope.SumAll(apart, "sum"), Temperature * Temperature / batch, "value");
        string excess = scope.Emit("Sub", [scope.Emit("Exp", [wrong], "student"), probability], "excess");
        return new LossTerms(loss, new Dictionary<string, string> { [student.Logits] = scope.Times(excess, Temperature / batch, "gradient") });
    }

    private string Log(LossScope scope, LossInput output) =>
        scope.Emit("LogSoftmax", [scope.Times(output.Logits, 1 / Temperature, "softened")], "log_softmax", NodeAttribute.Of("axis", -1));
}
