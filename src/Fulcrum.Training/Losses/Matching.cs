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
    private const float LeastEnergy = 1e-12f;

    /// <summary>Whether loss and gradient are over the mean square of the teacher's values of the step, which makes it of the size of 1 whatever their size. Default no.</summary>
    public bool Relative { get; init; }

    internal override bool NeedsLabels => false;

    internal override LossTerms Emit(LossScope scope)
    {
        (LossInput student, LossInput teacher) = (scope.Outputs[Student], scope.Outputs[Teacher]);
        if (!student.Shape.SequenceEqual(teacher.Shape))
            throw new InputException("student-output", student.Name, $"It has shape [{string.Join(",", student.Shape)}], '{teacher.Name}' has [{string.Join(",", teacher.Shape)}].", "Match values of one shape.");
        string apart = scope.Emit("Sub", [student.Name, teacher.Name], "apart");
        string loss = MeanSquareOf(scope, apart, "square"), gradient = scope.Times(apart, 2.0 / student.Elements, "gradient");
        if (Relative)
        {
            string energy = scope.Emit("Max", [MeanSquareOf(scope, teacher.Name, "energy"), scope.Scalar("least", LeastEnergy)], "positive");
            (loss, gradient) = (scope.Emit("Div", [loss, energy], "relative"), scope.Emit("Div", [gradient, energy], "relative_gradient"));
        }

        return new LossTerms(loss, new Dictionary<string, string> { [student.Name] = gradient });
    }

    private static string MeanSquareOf(LossScope scope, string value, string stem) =>
        scope.Emit("ReduceMean", [scope.Emit("Mul", [value, value], stem)], $"{stem}/mean", NodeAttribute.Of("keepdims", 0));
}
