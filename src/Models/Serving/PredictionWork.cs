using System.Text.Json;
using Fovea.Models.Hosting;
using Fovea.Models.Jobs;
using Fovea.Models.Tasks;

namespace Fovea.Models.Serving;

/// <summary>
/// The answer of a model's task for a picture as long work, in the bits of a request: a step prepares the picture, each tile that goes
/// through the network is one, or the one run, and the last makes the answer. Thread-safe.
/// </summary>
public sealed class PredictionWork : LongWork
{
    private readonly ModelLease _lease;
    private readonly PoliteWork _worker;
    private readonly int _runs;
    private Func<PredictJob>? _open;
    private Func<object, AnswerForm, CancellationToken, byte[]>? _encode;
    private PredictJob? _job;
    private IReadOnlyList<Action<int, CancellationToken>> _parts = [];
    private int _done;

    /// <param name="lease">The model; this ends the lease.</param>
    /// <param name="worker">Does the steps.</param>
    /// <param name="runs">How many runs of the network it takes.</param>
    /// <param name="open">Makes the job of the one picture.</param>
    /// <param name="form">The form of the answer beside JSON; null for JSON alone.</param>
    /// <param name="encode">Makes a form of an answer.</param>
    internal PredictionWork(
        ModelLease lease, PoliteWork worker, int runs, Func<PredictJob> open, AnswerForm? form,
        Func<object, AnswerForm, CancellationToken, byte[]> encode)
    {
        _lease = lease;
        _worker = worker;
        _runs = runs;
        _open = open;
        _encode = encode;
        Form = form;
        (Model, Version) = (lease.Model.Name, lease.Model.Version);
        Task = lease.Model.RequireTask().Task;
    }

    /// <inheritdoc/>
    public override JobKind Kind => JobKind.Prediction;

    /// <inheritdoc/>
    public override string Model { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <summary>The task that makes the answer.</summary>
    public ImageTask Task { get; }

    /// <summary>The form of the answer beside JSON; null where that is all.</summary>
    public AnswerForm? Form { get; }

    /// <summary>The answer; null before the last step.</summary>
    public KeptAnswer? Predicted { get; private set; }

    /// <inheritdoc/>
    public override int Steps => _runs + 2;

    /// <inheritdoc/>
    public override long ResultBytes => Predicted?.Bytes ?? 0;

    /// <inheritdoc/>
    public override async Task StepAsync(CancellationToken cancellationToken)
    {
        await _worker.DoAsync(
            _lease.Model,
            (threads, token) =>
            {
                Do(threads, token);
                return true;
            },
            waits: true, cancellationToken).ConfigureAwait(false);
        _done++;
    }

    /// <inheritdoc/>
    public override void Conclude()
    {
        _job?.Dispose();
        (_job, _parts, _open, _encode) = (null, [], null, null);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Conclude();
        _lease.Dispose();
    }

    private void Do(int threads, CancellationToken cancellationToken)
    {
        if (_done == 0)
            Prepare();
        else if (_done <= _runs)
            _parts[_done - 1](threads, cancellationToken);
        else
            Answer(cancellationToken);
    }

    private void Prepare()
    {
        _job?.Dispose();
        _job = _open!();
        _job.Prepare(0);
        _parts = _job.Target!.Divide(_job);
    }

    private void Answer(CancellationToken cancellationToken)
    {
        PredictJob job = _job!;
        job.Abandoned = cancellationToken;
        job.Answer();
        TaskModel task = _lease.Model.RequireTask();
        ImageAnswer made = job.Answers[0];
        byte[] encoded = Form is null ? [] : _encode!(made.Answer, Form, cancellationToken);
        ImageAnswer kept = made with { Answer = task.Trimmed(made.Answer) };
        long bytes = encoded.Length + JsonSerializer.SerializeToUtf8Bytes(kept.Answer, Task.AnswerType).LongLength;
        job.Succeeded = true;
        Predicted = new KeptAnswer(kept, encoded, bytes);
    }
}

/// <summary>What a prediction as long work has made.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Encoded">The answer in the form that was asked for; empty where JSON alone was.</param>
/// <param name="Bytes">About how much memory both take.</param>
public sealed record KeptAnswer(ImageAnswer Answer, ReadOnlyMemory<byte> Encoded, long Bytes);
