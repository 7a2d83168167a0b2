using Fovea.Models.Explanations;

namespace Fovea.Models.Tests.Explanations;

/// <summary>A work in pieces goes on only as far as it is allowed to.</summary>
public sealed class SteppedShareTests
{
    [Fact]
    public async Task Each_step_does_one_piece()
    {
        int done = 0;
        var share = new SteppedShare(new OwnThread());
        Task<int> whole = CountAsync(share, 3, _ => done++);

        for (int step = 1; step <= 3; step++)
        {
            await Task.Delay(5);
            Assert.Equal(step - 1, Volatile.Read(ref done));
            await share.StepAsync(whole);
            Assert.Equal(step, Volatile.Read(ref done));
        }

        Assert.Equal(3, await whole.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_step_after_the_last_piece_ends_with_the_whole()
    {
        var share = new SteppedShare(new OwnThread());
        Task<int> whole = CountAsync(share, 1, _ => { });
        await share.StepAsync(whole);

        await share.StepAsync(whole).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(whole.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_piece_that_fails_fails_the_whole_by_the_next_step()
    {
        var share = new SteppedShare(new OwnThread());
        Task<int> whole = CountAsync(share, 3, piece => throw new InvalidOperationException($"piece {piece}"));
        await share.StepAsync(whole);
        await share.StepAsync(whole).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("piece 0", (await Assert.ThrowsAsync<InvalidOperationException>(() => whole)).Message);
    }

    private static async Task<int> CountAsync(SteppedShare share, int pieces, Action<int> work)
    {
        for (int i = 0; i < pieces; i++)
        {
            int piece = i;
            await share.DoAsync((_, _) =>
            {
                work(piece);
                return true;
            });
        }

        return pieces;
    }
}
