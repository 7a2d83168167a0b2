using System.Runtime.ExceptionServices;
using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// One attempt to pack weights. Every thread that needs them claims parts, without locks. The attempt ends when no thread works on it any
/// more: all parts are written, or one has failed and the rest are skipped.
/// </summary>
internal sealed class PackingAttempt
{
    private readonly ConstantData? _source;
    private readonly Packing _packing;
    private readonly PlanBuffer _target;
    private readonly ErrorContext _context;
    private readonly int _parts;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExceptionDispatchInfo? _error;
    private int _claimed;
    private int _finished;

    public PackingAttempt(ConstantData? source, Packing packing, PlanBuffer target, ErrorContext context)
    {
        _source = source;
        _packing = packing;
        _target = target;
        _context = context;
        _parts = packing.Parts;
        if (_parts == 0)
            _end.SetResult();
    }

    public long Bytes => _target.Bytes;

    /// <summary>Whether all parts are written.</summary>
    public bool HasSucceeded => _end.Task.IsCompleted && _error is null;

    /// <summary>Whether the attempt has ended with an error.</summary>
    public bool HasFailed => _end.Task.IsCompleted && _error is not null;

    /// <summary>
    /// Writes parts until none is left to claim or <paramref name="stop"/> is set; false if a part has failed on any thread.
    /// </summary>
    public bool Work(PackingBuffer buffer, ref bool stop, LoadBudget? budget = null)
    {
        // After a failure the remaining parts are claimed without being written, so that the attempt ends.
        while (Volatile.Read(ref _error) is not null || !Volatile.Read(ref stop))
        {
            int part = Interlocked.Increment(ref _claimed) - 1;
            if (part >= _parts)
                break;
            if (Volatile.Read(ref _error) is null)
                Pack(part, buffer, budget);
            if (Interlocked.Increment(ref _finished) == _parts)
                _end.SetResult();
        }

        return Volatile.Read(ref _error) is null;
    }

    /// <summary>Waits for parts that other threads have claimed; rethrows the exception of a failed part.</summary>
    public void Wait()
    {
        _end.Task.Wait();
        _error?.Throw();
    }

    /// <summary>Rethrows the exception of a failed part, if there is one.</summary>
    public void ThrowIfFailed() => Volatile.Read(ref _error)?.Throw();

    private unsafe void Pack(int part, PackingBuffer buffer, LoadBudget? budget)
    {
        try
        {
            budget?.ThrowIfOver();
            PackingSource source = _source is null ? default : new PackingSource(_source, buffer);
            _packing.Pack(in source, part, (void*)_target.Address);
        }
        catch (Exception error)
        {
            var captured = ExceptionDispatchInfo.Capture(_context.Locate(error, "packing weights") ?? error);
            Interlocked.CompareExchange(ref _error, captured, null);
        }
    }
}
