using Fovea.Models.Hosting;
using Fovea.Models.Jobs;
using Fovea.Models.Serving;

namespace Fovea.Models.StyleTransfer;

/// <summary>A style transfer: its picture, and its losses. Thread-safe.</summary>
public sealed class StyleTransferWork : LongWork
{
    private readonly Lock _lock = new();
    private readonly ModelLease _lease;
    private readonly PoliteWork _worker;
    private readonly PictureSpace _space;
    private readonly float[]? _colours;
    private StyleOptimization? _optimization;
    private StyleLosses[] _losses = [];
    private byte[]? _png;
    private int _pngOf;

    internal StyleTransferWork(
        ModelLease lease, PoliteWork worker, StyleRecipe recipe, PictureSpace space, StyleOptimization optimization, float[]? colours)
    {
        _lease = lease;
        _worker = worker;
        Recipe = recipe;
        _space = space;
        _optimization = optimization;
        _colours = colours;
        (Model, Version) = (lease.Model.Name, lease.Model.Version);
    }

    /// <inheritdoc/>
    public override JobKind Kind => JobKind.StyleTransfer;

    /// <inheritdoc/>
    public override string Model { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <summary>What is done.</summary>
    public StyleRecipe Recipe { get; }

    /// <summary>The columns of the result.</summary>
    public int Width => _space.Width;

    /// <summary>The rows of the result.</summary>
    public int Height => _space.Height;

    /// <summary>The losses of the picture before each step that is done.</summary>
    public IReadOnlyList<StyleLosses> Losses => Current?.Losses ?? _losses;

    /// <inheritdoc/>
    public override int Steps => Recipe.Steps;

    /// <inheritdoc/>
    public override long ResultBytes
    {
        get
        {
            lock (_lock)
                return (_png?.Length ?? 0) + 3L * sizeof(double) * _losses.Length;
        }
    }

    private StyleOptimization? Current
    {
        get
        {
            lock (_lock)
                return _optimization;
        }
    }

    /// <summary>The picture so far as PNG; null before the first step.</summary>
    public byte[]? Png()
    {
        if (Current is not { } optimization)
        {
            lock (_lock)
                return _png;
        }

        int steps = optimization.Losses.Length;
        lock (_lock)
        {
            if (steps == 0 || (_pngOf == steps && _png is not null))
                return _png;
        }

        byte[] png = _space.Png(Coloured(optimization.Picture()));
        lock (_lock)
        {
            if (_optimization is not null)
                (_png, _pngOf) = (png, steps);
            return png;
        }
    }

    /// <summary>The picture so far as a PNG of few pixels; null before the first step, and when it has ended.</summary>
    /// <param name="side">The longest side.</param>
    public byte[]? Preview(int side) =>
        Current is { } optimization && optimization.Losses.Length > 0 ? _space.Png(Coloured(optimization.Picture()), side) : null;

    /// <inheritdoc/>
    public override Task StepAsync(CancellationToken cancellationToken)
    {
        StyleOptimization optimization = Current ?? throw new ObjectDisposedException(nameof(StyleTransferWork));
        return _worker.DoAsync(
            _lease.Model,
            (threads, token) =>
            {
                optimization.Step(threads, token);
                return true;
            },
            waits: true, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Conclude()
    {
        if (Current is not { } optimization)
            return;
        StyleLosses[] losses = optimization.Losses;
        byte[]? png = losses.Length == 0 ? null : _space.Png(Coloured(optimization.Picture()));
        lock (_lock)
            (_losses, _png, _optimization) = (losses, png, null);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
            _optimization = null;
        _lease.Dispose();
    }

    private float[] Coloured(float[] picture) => _colours is null ? picture : Luminance.WithColours(_space, _colours, picture);
}
