namespace Fovea.Models.Scheduling;

/// <summary>A piece of work that one thread does without interruption: a preparation of one job, or a run.</summary>
/// <param name="Queue">The queue that it comes from.</param>
/// <param name="Job">The job to prepare; null for a run.</param>
/// <param name="Index">Which of its preparations.</param>
/// <param name="Run">The run; null for a preparation.</param>
/// <param name="Estimate">Seconds that it is thought to take.</param>
internal sealed record Piece(ModelQueue Queue, Job? Job, int Index, BatchRun? Run, double Estimate);
