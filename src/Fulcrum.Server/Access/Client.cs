namespace Fulcrum.Server.Access;

/// <summary>What a client may do.</summary>
internal enum Role
{
    /// <summary>Runs inference.</summary>
    Device,

    /// <summary>Everything.</summary>
    Operator,
}

/// <summary>Who calls, as its token or its certificate says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it may do.</param>
internal sealed record Client(string Name, Role Role)
{
    /// <summary>Whether a route is for it.</summary>
    public bool MayCall(Audience audience) => audience != Audience.Operator || Role == Role.Operator;
}
