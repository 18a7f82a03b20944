using Fulcrum.Evaluation.Comparison;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Planning.Variants;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>How a model's outputs become its answers: the first exit that is sure enough of a sample answers it, the final output those that are left.</summary>
public sealed class AnswerRule
{
    private readonly string _final;
    private readonly bool _isProbability;
    private readonly IReadOnlyList<VariantExit> _exits;

    /// <summary>The rule of a model.</summary>
    /// <param name="model">It; its first output that is no exit is the final one.</param>
    /// <param name="exits">Its exits, in order; null or none: the final output answers.</param>
    public AnswerRule(Model model, IReadOnlyList<VariantExit>? exits = null)
    {
        _exits = exits ?? [];
        _final = model.Graph.Outputs.First(o => _exits.All(e => e.Output != o.Name)).Name;
        _isProbability = Logits.AreProbabilities(model.Graph, _final);
    }

    /// <summary>Whether the final output is a Softmax's; the logits of exits are put through one then, so that all answers are of one kind.</summary>
    public bool IsProbability => _isProbability;

    /// <summary>The answers to some samples.</summary>
    /// <param name="values">The model's outputs by name, with others or without.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="tally">Is told which exit answers each; null: nobody is.</param>
    public ReadOnlySpan<float> Answer(IReadOnlyDictionary<string, Tensor> values, int samples, AnswerTally? tally = null)
    {
        ReadOnlySpan<float> final = values[_final].Values<float>();
        if (_exits.Count == 0)
            return final;
        float[] answers = final.ToArray();
        int classes = answers.Length / samples;
        for (int s = 0; s < samples; s++)
        {
            foreach (VariantExit exit in _exits)
            {
                ReadOnlySpan<float> logits = values[exit.Output].Values<float>().Slice(s * classes, classes);
                if (!(Confidence.Of(logits, exit.Confidence) >= exit.Threshold))
                    continue;
                Copy(logits, answers.AsSpan(s * classes, classes));
                tally?.Leave(exit.Output);
                break;
            }
        }

        return answers;
    }

    private void Copy(ReadOnlySpan<float> logits, Span<float> answer)
    {
        logits.CopyTo(answer);
        if (!_isProbability)
            return;
        float highest = float.NegativeInfinity;
        double sum = 0;
        foreach (float logit in logits)
            highest = Math.Max(highest, logit);
        foreach (float logit in logits)
            sum += Math.Exp(logit - highest);
        for (int c = 0; c < answer.Length; c++)
            answer[c] = (float)(Math.Exp(logits[c] - highest) / sum);
    }
}
