using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Databases;
using Fulcrum.Stores.Folders;

namespace Fulcrum.Stores;

/// <summary>Which store, as people write it.</summary>
/// <param name="Address">A folder, or <c>postgres://USER@HOST[:PORT]/DATABASE</c>.</param>
/// <param name="PasswordFile">A file with the database's password; null: PGPASSFILE or PGPASSWORD say it, or none is needed.</param>
public sealed record StoreOptions(string Address, string? PasswordFile)
{
    /// <summary>Opens it; nothing is asked of a database yet.</summary>
    /// <exception cref="InputException"><c>store-malformed</c>, <c>store-password</c>.</exception>
    public IStore Open() => PostgresAddress.IsOne(Address) ? new PostgresStore(PostgresAddress.Parse(Address, PasswordFile))
        : Address.Contains("://", StringComparison.Ordinal) ? throw new InputException("store-malformed", Address.Split("://")[0], "There is no such kind of store.", "Give a folder, or postgres://USER@HOST/DATABASE.")
        : PasswordFile is null ? new FolderStore(Address) : throw new InputException("store-password", PasswordFile, "A folder has no password.", "Leave it out.");
}
