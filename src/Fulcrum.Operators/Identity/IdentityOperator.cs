using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Identity;

/// <summary>The model as it is: the studies' baseline.</summary>
public sealed class IdentityOperator : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "identity";

    /// <inheritdoc/>
    public bool ChangesOutputs => false;

    /// <inheritdoc/>
    public bool TakesParts => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context) => input;
}
