using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Mean square difference of two outputs of one forward model, such as hidden states of student and teacher (Romero et al. 2015).
/// Gradient with respect to the student's: 2 (student - teacher) / elements. The teacher gets none.
/// </summary>
/// <param name="Student">Position of the student's output.</param>
/// <param name="Teacher">Position of the teacher's output, of the same shape.</param>
public sealed record Matching(int Student, int Teacher) : Loss
{
    internal override bool NeedsLabels => false;

    internal override LossTerms Emit(LossScope scope)
    {
        (LossInput student, LossInput teacher) = (scope.Outputs[Student], scope.Outputs[Teacher]);
        if (!student.Shape.SequenceEqual(teacher.Shape))
            throw new InputException("student-output", student.Name, $"It has shape [{string.Join(",", student.Shape)}], '{teacher.Name}' has [{string.Join(",", teacher.Shape)}].", "Match values of one shape.");
        string apart = scope.Emit("Sub", [student.Name, teacher.Name], "apart");
        string loss = scope.Emit("ReduceMean", [scope.Emit("Mul", [apart, apart], "square")], "value", NodeAttribute.Of("keepdims", 0));
        return new LossTerms(loss, new Dictionary<string, string> { [student.Name] = scope.Times(apart, 2.0 / student.Elements, "gradient") });
    }
}
