using CsCheck;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Fovea.Api.Tests.Http;

/// <summary>The memory that the bodies of all requests may take together.</summary>
public sealed class UploadBudgetTests : IDisposable
{
    private const int Room = 1000;

    private readonly ServingTelemetry _telemetry = new();

    public void Dispose() => _telemetry.Dispose();

    [Fact]
    public void One_client_holds_at_most_what_is_left_for_the_others()
    {
        UploadBudget budget = Budget();
        UploadShare one = For(budget, "one"), another = For(budget, "one"), other = For(budget, "other");
        one.Take(400);
        another.Take(100);
        Refused(() => another.Take(1));
        other.Take(250);
        Refused(() => other.Take(1));
        another.Return(100);
        other.Take(50);
        Assert.Equal(700, budget.Held);
    }

    [Fact]
    public void A_body_that_is_alone_always_has_room()
    {
        UploadBudget budget = Budget();
        UploadShare alone = For(budget, "one"), late = For(budget, "other");
        alone.Take(700);
        alone.Take(700);
        Refused(() => late.Take(1));
        alone.Return(1400);
        late.Take(1);
        Assert.Equal(1, budget.Held);
    }

    [Fact]
    public void What_is_refused_takes_nothing_and_says_when_to_try_again()
    {
        UploadBudget budget = Budget();
        For(budget, "one").Take(500);
        ApiException error = Refused(() => For(budget, "one").Take(10));
        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryAfter);
        Assert.Contains("Limits:MaxUploadBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(500, budget.Held);
    }

    [Fact]
    public void Several_bodies_never_hold_more_than_there_is() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[1, 400], Gen.Bool).Array[1, 200].Sample(steps =>
        {
            UploadBudget budget = Budget();
            UploadShare[] shares = [.. Enumerable.Range(0, 8).Select(i => For(budget, $"{i / 2}"))];
            long[] held = new long[shares.Length];
            foreach ((int who, int bytes, bool give) in steps)
            {
                if (give)
                {
                    shares[who].Return(held[who]);
                    held[who] = 0;
                    continue;
                }

                try
                {
                    shares[who].Take(bytes);
                    held[who] += bytes;
                }
                catch (ApiException)
                {
                }

                Assert.True(held.Sum() <= Room || held.Count(bytes => bytes > 0) == 1);
                Assert.Equal(held.Sum(), budget.Held);
            }
        });

    [Theory]
    [InlineData(100, null, 65_536)]
    [InlineData(70_000, null, 131_072)]
    [InlineData(100_000, 100_000L, 100_001)]
    [InlineData(900_000, 900_000L, 917_504)]
    [InlineData(1_000_000, null, 1_000_001)]
    [InlineData(900_000, null, 1_000_001)]
    public async Task A_buffer_is_little_larger_than_what_was_announced_and_never_than_what_may_come(int length, long? announced, long most)
    {
        var budget = new UploadBudget(new ServerOptions(), _telemetry);
        using (var buffer = new PooledBuffer(For(budget, "one")))
        {
            using var source = new MemoryStream(new byte[length]);
            Assert.True(await buffer.FillAsync(source, 1_000_000, announced, default));
            Assert.Equal(length, buffer.Length);
            Assert.Equal(most, budget.Held);
        }

        Assert.Equal(0, budget.Held);
    }

    private static UploadShare For(UploadBudget budget, string client)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(new Client(KeyKind.None, client));
        return budget.For(context);
    }

    private static ApiException Refused(Action take)
    {
        ApiException error = Assert.Throws<ApiException>(take);
        Assert.Equal(ErrorCodes.Overloaded, error.Code);
        return error;
    }

    private UploadBudget Budget() => new(new ServerOptions { Limits = new LimitsOptions { MaxUploadBytes = Room } }, _telemetry);
}
