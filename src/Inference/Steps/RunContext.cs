using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fovea.Inference.Memory;
using Fovea.Kernels;

namespace Fovea.Inference.Steps;

/// <summary>What a step needs of a run: the arena, the kernels, and the index of the executing thread.</summary>
internal readonly unsafe struct RunContext
{
    private readonly byte* _arena;
    private readonly byte* _batchArena;
    private readonly long _chunk;
    private readonly int _worker;
    private readonly RunControl? _run;

    /// <param name="arena">The run's activation memory.</param>
    /// <param name="kernels">The kernels of the engine.</param>
    /// <param name="worker">The index of the thread in the run's team.</param>
    /// <param name="run">The run, for cancellation and profiling; null while constants are evaluated.</param>
    public RunContext(byte* arena, KernelSet kernels, int worker, RunControl? run = null)
    {
        _arena = arena;
        _batchArena = arena;
        Kernels = kernels;
        _worker = worker;
        _run = run;
    }

    private RunContext(in RunContext outer, byte* arena, long chunk)
    {
        _arena = arena;
        _batchArena = outer._arena;
        Kernels = outer.Kernels;
        _chunk = chunk;
        _run = outer._run;
    }

    public KernelSet Kernels { get; }

    /// <summary>Whether the run was cancelled or has failed, so that further results are not used.</summary>
    public bool IsStopped => _run is { IsStopped: true };

    /// <summary>
    /// The context of a segment's steps for one chunk, with separate activation memory; values at the segment's boundary stay in the outer
    /// arena.
    /// </summary>
    public RunContext ForChunk(byte* arena, long chunk) => new(in this, arena, chunk);

    /// <summary>The first element of a view.</summary>
    /// <exception cref="InvalidOperationException">The elements are not of type <typeparamref name="T"/>: the step is bound to the wrong
    /// memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Elements<T>(View view) where T : unmanaged => Elements<T>(view.Buffer) + view.Offset;

    /// <summary>The first element of a buffer.</summary>
    /// <exception cref="InvalidOperationException">The elements are not of type <typeparamref name="T"/>: the step is bound to the wrong
    /// memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Elements<T>(PlanBuffer buffer) where T : unmanaged
    {
        if (buffer.ElementType != ElementTypes.Of<T>())
            throw Mismatch(buffer, typeof(T));
        return (T*)Address(buffer);
    }

    /// <summary>The address of a view's first element, without a check of the element type.</summary>
    public byte* Address(View view) => Address(view.Buffer) + (view.Offset * view.Type.SizeInBytes());

    private byte* Address(PlanBuffer buffer)
    {
        if (buffer.IsConstant)
            return (byte*)buffer.Address;
        return buffer.BatchBuffer is { } batch ? _batchArena + batch.Offset + (_chunk * buffer.Bytes) : _arena + buffer.Offset;
    }

    /// <summary>This thread's slice of a step's scratch memory.</summary>
    public byte* Scratch(Step step) => Address(step.Scratch!) + (_worker * Alignment.Up(step.ScratchBytes));

    private static InvalidOperationException Mismatch(PlanBuffer buffer, Type wanted) =>
        new($"A step reads {buffer.ElementType?.ToString() ?? "scratch memory"} as {wanted.Name}.");

    /// <summary>Executes a step of a segment, and records its time if the run is profiled.</summary>
    public void Execute(Step step)
    {
        long[]? ticks = _run?.StepTicks;
        long start = ticks is null ? 0 : Stopwatch.GetTimestamp();
        try
        {
            step.Execute(in this, 0, 1);
        }
        catch (Exception error)
        {
            if (step.Locate(error) is { } fault)
                throw fault;
            throw;
        }

        if (ticks is not null)
            Interlocked.Add(ref ticks[step.Index], (Stopwatch.GetTimestamp() - start) / _run!.ThreadCount);
    }
}
