// An OpenID Connect server with the claims of VNeID, for tests: whoever types a login of `people` is that person.
// Prints its address on the first line; ends when its standard input does.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const citizen = { LoaiTaiKhoan: '1', loAs: '2', IAL: '2', TechID: 'T-1' };
const people = {
  mau: { ...citizen, SoDinhDanh: '000190000077', HoVaTen: 'Lường Thị Mẫu', NgayThangNamSinh: '08/03/1990' },
  'khac-ten': { ...citizen, SoDinhDanh: '000190000077', HoVaTen: 'Phạm Văn Khác', NgayThangNamSinh: '01/01/1970' },
  'muc-1': { ...citizen, loAs: '1', SoDinhDanh: '000190000078', HoVaTen: 'Một Mức Mẫu', NgayThangNamSinh: '1990' },
  'to-chuc': { ...citizen, LoaiTaiKhoan: '2', SoDinhDanh: '000190000079', HoVaTen: 'Công ty Mẫu' },
  'khong-so': { ...citizen, HoVaTen: 'Không Số Mẫu' },
  'sua-ma': { ...citizen, SoDinhDanh: '000190000080', HoVaTen: 'Sửa Mã Mẫu' },
  'hai-nguoi': { ...citizen, SoDinhDanh: '000190000081', HoVaTen: 'Hai Người Mẫu' },
};
const claims = [...new Set(Object.values(people).flatMap(Object.keys))];

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = (id, path) => ({
    client_id: id, client_secret: `${id}-bi-mat`, token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [`http://testserver/dang-nhap/ve/${path}`], post_logout_redirect_uris: ['http://testserver/da-dang-xuat'],
  });
  const provider = new Provider(issuer, {
    clients: [client('motcua-vneid', 'vneid'), client('motcua-dvcqg', 'dvcqg')],
    claims: { openid: ['sub', ...claims] },
    pkce: { required: () => true },
    cookies: { keys: ['chi-de-thu'] },
    findAccount: (_, id) => people[id] && ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  // A house under test is served at a port of its own.
  const own = (known, asked) => known.some((each) => each === asked
    || new URL(asked).hostname === '127.0.0.1' && new URL(each).pathname === new URL(asked).pathname);
  provider.Client.prototype.redirectUriAllowed = function allowed(asked) { return own(this.redirectUris, asked); };
  provider.Client.prototype.postLogoutRedirectUriAllowed = function allowed(asked) {
    return own(this.postLogoutRedirectUris, asked);
  };
  // A liar between the provider and us: what it changes carries a signature that no longer fits.
  provider.use(async (ctx, next) => {
    await next();
    const who = ctx.oidc?.entities?.Account?.accountId;
    if (ctx.oidc?.route === 'token' && who === 'sua-ma' && ctx.body.id_token) {
      const [head, , signature] = ctx.body.id_token.split('.');
      const told = JSON.parse(Buffer.from(ctx.body.id_token.split('.')[1], 'base64url'));
      const changed = Buffer.from(JSON.stringify({ ...told, loAs: '9' })).toString('base64url');
      ctx.body = { ...ctx.body, id_token: `${head}.${changed}.${signature}` };
    }
    if (ctx.oidc?.route === 'userinfo' && who === 'hai-nguoi') ctx.body = { ...ctx.body, sub: 'mau' };
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
process.stdin.resume().on('end', () => process.exit(0));
