using Fovea.Api.Options;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Security;

/// <summary>
/// The keys in force. Those of files are read again by <see cref="Reload"/>; a request sees the keys of before or of after.
/// </summary>
internal sealed class ApiKeys
{
    private readonly SecurityOptions _options;
    private volatile Sets _sets;

    /// <exception cref="InvalidConfigurationException">A key is malformed, or a file cannot be read or holds none.</exception>
    public ApiKeys(ServerOptions options)
    {
        _options = options.Security;
        _sets = Read();
    }

    /// <summary>Whether the data plane requires a key.</summary>
    public bool GuardData => !_sets.Data.IsEmpty;

    /// <summary>Whether the admin plane is switched on.</summary>
    public bool HasAdmin => !_sets.Admin.IsEmpty;

    /// <summary>Whether any keys come from a file.</summary>
    public bool FromFiles => !string.IsNullOrEmpty(_options.ApiKeyFile) || !string.IsNullOrEmpty(_options.AdminKeyFile);

    /// <summary>What a key is good for.</summary>
    public KeyKind Find(byte[] hash)
    {
        Sets sets = _sets;
        bool data = sets.Data.Contains(hash), admin = sets.Admin.Contains(hash);
        return admin ? KeyKind.Admin : data ? KeyKind.Data : KeyKind.Unknown;
    }

    /// <summary>Reads the files again.</summary>
    /// <exception cref="InvalidConfigurationException">As at the start; the keys in force stay.</exception>
    public void Reload() => _sets = Read();

    private Sets Read() => new(
        KeyReader.Read("Security:ApiKey", _options.ApiKey, _options.ApiKeyFile),
        KeyReader.Read("Security:AdminKey", _options.AdminKey, _options.AdminKeyFile));

    private sealed record Sets(KeySet Data, KeySet Admin);
}
