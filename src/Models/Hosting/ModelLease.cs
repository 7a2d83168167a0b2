namespace Fovea.Models.Hosting;

/// <summary>
/// The right to use a model until this is disposed. A model that is replaced or unloaded in the meantime stays in memory until its last
/// lease ends.
/// </summary>
public sealed class ModelLease : IDisposable
{
    private HostedModel? _model;

    internal ModelLease(HostedModel model) => _model = model;

    /// <summary>The model.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public HostedModel Model => _model ?? throw new ObjectDisposedException(nameof(ModelLease));

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _model, null)?.Release();
}
