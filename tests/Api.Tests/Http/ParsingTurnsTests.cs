using Fovea.Api.Http;

namespace Fovea.Api.Tests.Http;

/// <summary>How many large bodies are parsed at a time, and who need not wait.</summary>
public sealed class ParsingTurnsTests : IDisposable
{
    private const long Large = ParsingTurns.LargeBytes + 1;

    private static readonly int Places = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly ParsingTurns _turns = new();

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task Large_bodies_take_turns_on_half_of_the_processors()
    {
        CancellationToken ended = TestContext.Current.CancellationToken;
        var taken = new List<ParsingTurns.Turn>();
        for (int i = 0; i < Places; i++)
            taken.Add(await Enter(Large, ended));

        Task<ParsingTurns.Turn> waiting = Enter(Large, ended);

        Assert.False(waiting.IsCompleted);
        taken[0].Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task Small_bodies_do_not_wait()
    {
        CancellationToken ended = TestContext.Current.CancellationToken;
        for (int i = 0; i < Places; i++)
            await Enter(Large, ended);

        Assert.True(Enter(ParsingTurns.LargeBytes, ended).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_turn_is_given_back_once()
    {
        CancellationToken ended = TestContext.Current.CancellationToken;
        ParsingTurns.Turn turn = await Enter(Large, ended);
        turn.Dispose();
        turn.Dispose();

        for (int i = 0; i < Places; i++)
            await Enter(Large, ended);
        Assert.False(Enter(Large, ended).IsCompleted);
    }

    [Fact]
    public async Task Who_has_left_takes_no_turn()
    {
        CancellationToken ended = TestContext.Current.CancellationToken;
        var taken = new List<ParsingTurns.Turn>();
        for (int i = 0; i < Places; i++)
            taken.Add(await Enter(Large, ended));
        using var left = new CancellationTokenSource();
        Task<ParsingTurns.Turn> waiting = Enter(Large, left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        taken[0].Dispose();
        Assert.True(Enter(Large, ended).IsCompletedSuccessfully);
    }

    private Task<ParsingTurns.Turn> Enter(long bytes, CancellationToken cancellationToken) =>
        _turns.EnterAsync(bytes, cancellationToken).AsTask();
}
