-- One cart that is bought twice at the same time, under two addresses, has two uses until it is known which one counts.
-- depends: 0096.coupons
ALTER TABLE work.coupon_uses DROP CONSTRAINT coupon_uses_pkey;
ALTER TABLE work.coupon_uses ADD PRIMARY KEY (coupon, cart, digest);
